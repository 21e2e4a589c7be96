#!/usr/bin/env python3
"""How many claims each document gives, and whether every claim has its words.

  yield.py BINARY FOLDER

BINARY is `annalist`, or the example `claims` of the crate `annalist-claim`; FOLDER holds documents.
Prints a table: words, claims, claims per 1,000 words, claims flagged as outside the document's world,
claims without a place or a date where their kind has one. Ends with an error when a document cannot be
read, or a claim has no words in the file.
"""
import json, pathlib, re, subprocess, sys

GROUND = {"capture", "withdraw", "transfer", "hold", "enter", "advance", "encircle", "attack", "clash"}


def words(text):
    text = re.sub(r"(?s)\A---\n.*?\n---\n", "", text)
    text = re.sub(r"!\[.*?\]\(.*?\)|\[object Object\]|\]\(.*?\)", " ", text)
    return len(re.findall(r"[^\W\d_]{2,}|\d+", text))


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    short = pathlib.Path(binary).name == "claims"
    rows, wrong = [], []
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        raw = path.read_bytes()
        command = [binary, path] if short else [binary, "claims", "--format", "jsonl", path]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            wrong.append(f"{path.name}: {run.stderr.strip()[:200]}")
            continue
        claims = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
        for c in claims:
            if not c["quote"].strip() or not 0 <= c["start"] < c["end"] <= len(raw):
                wrong.append(f"{path.name}: {c['id']} has no words")
        ground = [c for c in claims if c["kind"] in GROUND]
        rows.append((
            path.stem, words(raw.decode("utf-8", "replace")), len(claims),
            sum(any(f.startswith("outside") for f in c["flags"]) for c in claims),
            sum(not c["places"] for c in ground), sum(not c["when"] for c in claims),
        ))
    print("| document | words | claims | per 1,000 words | outside | ground without a place | without a date |")
    print("|---|---|---|---|---|---|---|")
    for name, n, told, outside, nowhere, never in sorted(rows, key=lambda r: -r[2] / max(1, r[1])):
        print(f"| {name} | {n} | {told} | {1000 * told / max(1, n):.0f} | {outside} | {nowhere} | {never} |")
    total = [sum(r[k] for r in rows) for k in range(1, 6)]
    print(f"| all {len(rows)} | {total[0]} | {total[1]} | {1000 * total[1] / max(1, total[0]):.0f} | {total[2]} | {total[3]} | {total[4]} |")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
