#!/usr/bin/env python3
"""Score time expressions against TimeML gold, all documents and halves of them.

  halves.py SHARED BINARY [--misses]

SHARED has `tools/score_times.py` and `data/wikiwars/tml`; BINARY is `annalist`. The halves are the
documents in odd and even places, and the first and the last half, so that rules tuned on one can be
held against the other. `--misses` prints every value that differs, every mention too much or missing.
"""
import importlib.util, json, pathlib, subprocess, sys, tempfile

shared, binary = pathlib.Path(sys.argv[1]), sys.argv[2]
spec = importlib.util.spec_from_file_location("score_times", shared / "tools" / "score_times.py")
scorer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(scorer)


def say(*words):
    if "--misses" in sys.argv:
        print(*words, sep=" | ")


def score(path):
    text, date, gold = scorer.gold(path)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = [binary, "times", "--reference-date", date, "--format", "jsonl", file.name]
        rows = map(json.loads, subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())
    raw = text.encode()
    at = lambda byte: len(raw[:byte].decode("utf-8", "ignore"))
    hits = {"gold": len(gold), "found": 0, "relaxed": 0, "strict": 0, "relaxed+value": 0, "strict+value": 0}
    used = set()
    for begin, end, value, rule in sorted((at(r["start"]), at(r["end"]), r["value"] or "", r["rule"]) for r in rows):
        hits["found"] += 1
        free = [i for i in range(len(gold)) if i not in used]
        same = [i for i in free if gold[i][:2] == (begin, end)]
        over = [i for i in free if gold[i][0] < end and begin < gold[i][1]]
        hit = next(iter(same or over), None)
        if hit is None:
            say(path.name, "too much", text[begin:end], value, rule)
            continue
        used.add(hit)
        right = gold[hit][2] == value
        hits["relaxed"] += 1
        hits["strict"] += bool(same)
        hits["relaxed+value"] += right
        hits["strict+value"] += bool(same) and right
        if not right:
            say(path.name, "value", text[begin:end], f"{value} for {gold[hit][2]}", rule)
    for i, (begin, end, value) in enumerate(gold):
        if i not in used:
            say(path.name, "missing", text[begin:end], value)
    return hits


rows = [score(path) for path in sorted((shared / "data/wikiwars/tml").glob("*.tml"))]
half = len(rows) // 2
for name, part in {"all": rows, "odd": rows[::2], "even": rows[1::2], "first": rows[:half], "last": rows[half:]}.items():
    total = {k: sum(r[k] for r in part) for k in rows[0]}
    f1 = {k: 200 * total[k] / (total["gold"] + total["found"]) for k in list(total)[2:]}
    print(f"{name:<6} {len(part):>2} documents, {total['gold']} gold:", ", ".join(f"{k} {v:.1f}" for k, v in f1.items()))
