#!/usr/bin/env python3
"""Fit the confidence of claims to annotated documents, and say how well it tells right from wrong.

  fit.py ANNOTATED BINARY [--write]

Reads the doubts that each claim carries (`flags` of `annalist claims`), and learns from the annotations how
much each lowers the chance that kind, parties, places, date and modality are all read right: a logistic model
with ridge, where a doubt's weight is at most zero. Of documents marked "held out" only the share of claims that
are right is used, for the base, so that confidence is not coloured by documents that rules were written with. The table of
reliability leaves each development document out of the fit that rates it. `--write` puts the model where the
crate embeds it.
"""
import importlib.util, json, math, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "crates" / "claim" / "data" / "confidence.toml"
RIDGE, STEPS, RATE = 5.0, 4000, 0.02


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    out = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(out)
    return out


def rows(annotated, binary):
    """(document, held out, kind, doubts, right) of each claim told."""
    scores, tool = module(HERE.parent / "scores.py"), module(annotated / "tools" / "score.py")
    for name, gold, text, file in scores.documents(annotated):
        held = json.loads(gold.open(encoding="utf-8").readline()).get("use") == "held out"
        with tempfile.TemporaryDirectory() as folder:
            doc, told = pathlib.Path(folder) / file, pathlib.Path(folder) / "told.jsonl"
            doc.write_text(text, encoding="utf-8")
            told.write_text(subprocess.run([binary, "claims", "--format", "jsonl", doc], capture_output=True, text=True, check=True).stdout)
            g, p = tool.load(gold, text), tool.load(told, text)
        pairs = tool.match(g, p, lambda r: r["kind"])
        sides = tool.align_sides(g, p, tool.match(g, p, lambda r: tool.GROUP.get(r["kind"])))
        right = set()
        for i, j in pairs:
            a, b = g[i], p[j]
            who = {sides.get(s, s) for s in b["sides"]["actor"]} == a["sides"]["actor"]
            where = len(a["pl"]) == len(b["pl"]) and all(any(tool.place_like(x, y) for y in b["pl"]) for x in a["pl"])
            if who and where and tool.same_day(a.get("when"), b.get("when")) and a.get("modality") == b.get("modality"):
                right.add(j)
        for j, claim in enumerate(p):
            doubts = {f if not f.startswith("outside:") else "outside" for f in claim["flags"] if not f.startswith("editor:")}
            yield name, held, claim["kind"], doubts, j in right


def fit(data):
    kinds = sorted({k for _, _, k, _, _ in data})
    doubts = sorted({d for r in data for d in r[3]})
    weight = {("kind", k): 0.0 for k in kinds} | {("doubt", d): -0.1 for d in doubts}
    base = 0.5
    features = [([("kind", r[2])] + [("doubt", d) for d in sorted(r[3])], 1.0 if r[4] else 0.0) for r in data]
    for _ in range(STEPS):
        slope, gradient = 0.0, {k: -RIDGE * v for k, v in weight.items()}
        for names, target in features:
            error = target - 1 / (1 + math.exp(-(base + sum(weight[n] for n in names))))
            slope += error
            for n in names:
                gradient[n] += error
        base += RATE * slope / 10
        for n, g in gradient.items():
            weight[n] += RATE * g / 10
            if n[0] == "doubt":
                weight[n] = min(0.0, weight[n])
    return base, weight


def rate(model, row):
    base, weight = model
    names = [("kind", row[2])] + [("doubt", d) for d in row[3]]
    return 1 / (1 + math.exp(-(base + sum(weight.get(n, 0.0) for n in names))))


def table(title, rated):
    print(f"\n{title}: {len(rated)} claims\n\n| confidence | claims | mean confidence | right |\n|---|---|---|---|")
    gap = 0.0
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [(c, r) for c, r in rated if low <= c < low + 0.2 or low == 0.8 and c >= 1.0]
        if inside:
            mean, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            gap += abs(mean - right) * len(inside) / len(rated)
            print(f"| {low:.1f}–{low + 0.2:.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |")
    brier = sum((c - r) ** 2 for c, r in rated) / len(rated)
    share = sum(r for _, r in rated) / len(rated)
    pairs = [(c > d) + 0.5 * (c == d) for c, r in rated if r for d, s in rated if not s]
    area = sum(pairs) / len(pairs) if pairs else float("nan")
    print(f"\nexpected calibration error {gap:.3f}; Brier score {brier:.3f} (always the share: {share * (1 - share):.3f}); area under the curve {area:.2f}")


def main():
    annotated, binary = pathlib.Path(sys.argv[1]), sys.argv[2]
    data = list(rows(annotated, binary))
    own, held = [r for r in data if not r[1]], [r for r in data if r[1]]
    out = []
    for name in sorted({r[0] for r in own}):
        model = fit([r for r in own if r[0] != name])
        out += [(rate(model, r), r[4]) for r in own if r[0] == name]
    table("Each document rated without it", out)
    base, weight = fit(own)
    if held:
        # Rules were written with the development documents in view, so they are right more often there. One
        # number, the base, is set so that held-out documents are trusted as much as they deserve on the whole.
        low, high = base - 4, base + 4
        for _ in range(40):
            base = (low + high) / 2
            over = sum(rate((base, weight), r) - r[4] for r in held) > 0
            low, high = (low, base) if over else (base, high)
        table("Documents held out, with the base set on them", [(rate((base, weight), r), r[4]) for r in held])
    if "--write" in sys.argv:
        head = MODEL.read_text(encoding="utf-8").split("base = ")[0]
        lines = [f"base = {base:.2f}", "", "[kinds]"]
        lines += [f"{k} = {w:.2f}" for (c, k), w in sorted(weight.items()) if c == "kind"]
        known = dict(line.rsplit(" = ", 1) for line in MODEL.read_text().split("[doubts]")[1].strip().splitlines())
        fresh = {f'"{d}"': f"{w:.2f}" for (c, d), w in weight.items() if c == "doubt"}
        lines += ["", "[doubts]"] + [f"{d} = {w}" for d, w in sorted((known | fresh).items())]
        MODEL.write_text(head + "\n".join(lines).replace("-0.00", "0.00") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
