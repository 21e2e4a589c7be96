#!/usr/bin/env python3
"""The share of matched claims whose day is exact: days.py SHARED BINARY [--misses]

SHARED has `tools/score.py`, `gold/*.jsonl` and `gold/docs`; BINARY is `annalist`.
"""
import importlib.util, json, pathlib, subprocess, sys, tempfile

shared, binary = pathlib.Path(sys.argv[1]), sys.argv[2]
spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
scorer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(scorer)
right = matched = 0
for path in sorted((shared / "gold").glob("*.jsonl")):
    document = shared / "gold" / "docs" / json.loads(path.open(encoding="utf-8").readline())["doc"]
    text = document.read_text(encoding="utf-8")
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as file:
        file.write(subprocess.run([binary, "claims", "--format", "jsonl", document], capture_output=True, check=True).stdout)
        file.flush()
        gold, told = scorer.load(path, text), scorer.load(file.name, text)
    pairs = sorted(scorer.match(gold, told, lambda r: r["kind"]))
    exact = 0
    for i, j in pairs:
        same = scorer.same_day(gold[i].get("when"), told[j].get("when"))
        exact += same
        if not same and "--misses" in sys.argv:
            print(gold[i]["id"], gold[i].get("when"), "told", told[j].get("when"), "|", gold[i]["quote"][:100].replace("\n", " "))
    print(f"{path.stem}: {exact} of {len(pairs)}, {exact / max(1, len(pairs)):.1%}")
    right, matched = right + exact, matched + len(pairs)
print(f"all: {right} of {matched}, {right / matched:.1%}")
