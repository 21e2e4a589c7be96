#!/usr/bin/env python3
"""Score the claims of annotated documents and hold them against the best figures so far.

  scores.py ANNOTATED BINARY [--write]

ANNOTATED is a folder with `gold/*.jsonl`, `gold/docs/`, `data/articles/` and `tools/score.py`; BINARY is `annalist`.
The annotations in `annotations/` beside this file are facts about those articles by character ranges.
The best figures are in scores.toml beside this file; a figure more than half a point below its best
is an error. `--write` keeps what is better.
"""
import hashlib, json, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
BEST = HERE / "scores.toml"
SLACK = 0.005
MEASURES = ("claims", "grouped", "full", "control", "figures")
SLOTS = ("modality", "by", "when exact", "actor side")


def best():
    out, section = {}, None
    for line in BEST.read_text().splitlines() if BEST.exists() else []:
        if m := re.match(r"\[(.+)\]", line):
            section = out.setdefault(m[1], {})
        elif m := re.match(r'"?([a-z ]+?)"? = ([0-9.]+)', line):
            section[m[1]] = float(m[2])
    return out


def write(figures):
    lines = ["# The best scores so far on the annotated documents, as F1 or share of matched claims.",
             "# `cargo xtask test` fails when one falls; `bench/scores.py … --write` keeps what is better.", ""]
    for name, row in sorted(figures.items()):
        lines.append(f"[{name}]")
        lines += [f'"{k}" = {v:.3f}' for k, v in row.items()]
        lines.append("")
    BEST.write_text("\n".join(lines))


def documents(annotated):
    """(name, annotation, text, file name): whole documents with their quotes, and articles by character ranges."""
    for gold in sorted((annotated / "gold").glob("*.jsonl")):
        head = json.loads(gold.open(encoding="utf-8").readline())
        doc = annotated / "gold" / "docs" / head["doc"]
        yield gold.stem, gold, doc.read_text(encoding="utf-8"), doc.name
    for gold in sorted((HERE / "annotations").glob("*.jsonl")):
        head = json.loads(gold.open(encoding="utf-8").readline())
        article = annotated / "data" / "articles" / head["article"]
        if not article.is_file():
            continue
        raw = article.read_bytes()
        if hashlib.sha256(raw).hexdigest() != head["sha256"]:
            sys.exit(f"{article} is not the text that {gold.name} annotates")
        yield gold.stem, gold, raw.decode("utf-8")[: head["chars"]], article.name


def score(annotated, binary, gold, text, name):
    with tempfile.TemporaryDirectory() as folder:
        doc, told = pathlib.Path(folder) / name, pathlib.Path(folder) / "told.jsonl"
        doc.write_text(text, encoding="utf-8")
        with told.open("w", encoding="utf-8") as fh:
            subprocess.run([binary, "claims", "--format", "jsonl", doc], stdout=fh, stderr=subprocess.DEVNULL, check=True)
        out = subprocess.run([sys.executable, annotated / "tools" / "score.py", gold, told, "--doc", doc, "--json"],
                             capture_output=True, text=True, check=True).stdout
    return json.loads(out)


def main():
    annotated, binary = pathlib.Path(sys.argv[1]), sys.argv[2]
    known, now, fallen = best(), {}, []
    for name, gold, text, file in documents(annotated):
        rep = score(annotated, binary, gold, text, file)
        row = {k: rep[k][2] for k in MEASURES} | {k: rep["slots"][k] for k in SLOTS}
        now[name] = row
        print(name, f"{rep['gold']} gold, {rep['predicted']} told:", ", ".join(f"{k} {v:.1%}" for k, v in row.items()))
        for k, v in row.items():
            if v < known.get(name, {}).get(k, 0) - SLACK:
                fallen.append(f"{name}: {k} fell from {known[name][k]:.1%} to {v:.1%}")
    if "--write" in sys.argv:
        for name, row in known.items():
            for k, v in row.items():
                if k in now.get(name, {}):
                    now[name][k] = max(v, now[name][k])
        write(known | now)
    if fallen:
        sys.exit("\n".join(fallen))


if __name__ == "__main__":
    main()
