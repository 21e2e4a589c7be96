#!/usr/bin/env python3
"""Hold a project of the five documents against what a reader expects of it.

  expectations.py BINARY DOCUMENTS [--list]

BINARY is `annalist`, DOCUMENTS the folder of the five texts. Builds a project in a temporary folder and prints
  holdings  how many answers to "who held P on D, by account A" are among those of holdings.tsv
  links     precision and recall of links between documents over the pairs that links.tsv gives
`--list` prints each expectation that is not met and each pair missed or made wrongly.
"""
import json, pathlib, sqlite3, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
BETWEEN = {("001", "003"), ("002", "004")}


def rows(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def holdings(binary, project, told):
    met = total = 0
    for place, day, account, accepted, why in rows("holdings.tsv"):
        total += 1
        run = subprocess.run([binary, "who", project, place, day, "--account", account, "--format", "json"],
                             capture_output=True, text=True)
        got = "no such place" if run.returncode == 4 else f"exit {run.returncode}"
        if run.returncode == 0:
            answer = json.loads(run.stdout)
            answer = answer if isinstance(answer, list) else [answer]
            got = " & ".join(f"{a.get('holder') or '-'}/{a.get('status')}" for a in answer) or "-/unknown"
        if got in accepted.split("|"):
            met += 1
        else:
            told(f"{place}\t{day}\t{account}\twanted {accepted}\tgot {got}\t({why})")
    print(f"holdings: {met} of {total} expectations met, {100 * met / total:.1f} %")


def links(project, folder, told):
    db = sqlite3.connect(project)
    names = {i: n[:3] for i, n in db.execute("SELECT id, name FROM documents")}
    claims, event = {}, {}
    for claim, document, kind, start, end in db.execute("SELECT id, document, kind, start_byte, end_byte FROM claims"):
        claims.setdefault(names[document], []).append((claim, kind, start, end))
    for identity, model in db.execute("SELECT id, model FROM events"):
        for claim in json.loads(model)["claims"]:
            event[claim] = identity
    mentions, labels = [], {}
    for document, start, end, label, kinds in rows("links.tsv"):
        start, end = int(start), int(end)
        hit = [c for c, kind, s, e in claims.get(document, [])
               if kind in kinds.split() and min(e, end) - max(s, start) > 0.3 * min(e - s, end - start)]
        for c in hit:
            labels.setdefault(c, set()).add(label)
        mentions.append((document, f"{document} {start}..{end} {label}", label, hit))
    right = wrong = missed = without = 0
    for i, a in enumerate(mentions):
        for b in mentions[i + 1:]:
            if (min(a[0], b[0]), max(a[0], b[0])) not in BETWEEN:
                continue
            linked = [(x, y) for x in a[3] for y in b[3] if event.get(x) and event.get(x) == event.get(y)]
            if a[2] == b[2]:
                if linked:
                    right += 1
                elif a[3] and b[3]:
                    missed += 1
                    told(f"missed\t{a[1]}\t{b[1]}")
                else:
                    without += 1
                    told(f"no claim\t{a[1]}\t{b[1]}")
            elif linked and not any(labels[x] & labels[y] for x, y in linked):
                wrong += 1
                told(f"wrong\t{a[1]}\t{b[1]}")
    made, pairs = right + wrong, right + missed
    print(f"links: precision {right} of {made}, {100 * right / max(1, made):.1f} %; recall {right} of {pairs}, "
          f"{100 * right / max(1, pairs):.1f} %; {without} pairs of which a side has no claim")


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    told = print if "--list" in sys.argv else lambda _: None
    with tempfile.TemporaryDirectory() as scratch:
        project = str(pathlib.Path(scratch) / "five.gpkg")
        subprocess.run([binary, "build", folder, "-o", project], stderr=subprocess.DEVNULL, check=True)
        holdings(binary, project, told)
        links(project, folder, told)


if __name__ == "__main__":
    main()
