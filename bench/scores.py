#!/usr/bin/env python3
"""Score the claims of annotated documents and hold them against the best figures so far.

  scores.py ANNOTATED BINARY [--write]

ANNOTATED is a folder with `gold/*.jsonl`, `gold/docs/` and `tools/score.py`; BINARY is `annalist`.
The best figures are in scores.toml beside this file; a figure more than half a point below its best
is an error. `--write` keeps what is better.
"""
import json, pathlib, re, subprocess, sys, tempfile

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


def main():
    annotated, binary = pathlib.Path(sys.argv[1]), sys.argv[2]
    known, now, fallen = best(), {}, []
    for gold in sorted((annotated / "gold").glob("*.jsonl")):
        head = json.loads(gold.open(encoding="utf-8").readline())
        doc = annotated / "gold" / "docs" / head["doc"]
        out = subprocess.run([binary, "claims", "--format", "jsonl", doc], capture_output=True, text=True, check=True).stdout
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as fh:
            fh.write(out)
            fh.flush()
            rep = json.loads(subprocess.run([sys.executable, annotated / "tools" / "score.py", gold, fh.name, "--json"],
                                            capture_output=True, text=True, check=True).stdout)
        row = {k: rep[k][2] for k in MEASURES} | {k: rep["slots"][k] for k in SLOTS}
        now[gold.stem] = row
        print(gold.stem, f"{rep['gold']} gold, {rep['predicted']} told:", ", ".join(f"{k} {v:.1%}" for k, v in row.items()))
        for k, v in row.items():
            if v < known.get(gold.stem, {}).get(k, 0) - SLACK:
                fallen.append(f"{gold.stem}: {k} fell from {known[gold.stem][k]:.1%} to {v:.1%}")
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
