#!/usr/bin/env python3
"""Learn the weights of the linkage from pairs of claims.

  fit.py WEIGHTS UNLABELLED LABELLED… [--write] [--spread BITS] [--only COMPARISON:LEVEL,…]

WEIGHTS is crates/chronicle/data/weights.toml, UNLABELLED what `learn FILE…` prints, each LABELLED what `learn --labels
TABLE FILE…` prints (the example of crates/chronicle). Prints how well pairs of each LABELLED file are told apart by weights
learnt from the others alone, then by those learnt from all; `--write` puts the latter in WEIGHTS.

u, the share of pairs of two events that come to a level, is counted over the unlabelled pairs, nearly all of which are of two
events. The weight log2(m/u) of each level, and the prior, are fitted to the labelled pairs by logistic regression, which does
not count twice what two comparisons say together; a weight that few pairs speak for stays near what it was: within BITS (1.5)
in two cases of three. m is what follows of both. What a document tells of itself (`telling`) stays: the pairs are of different
documents. So does what unlike figures weigh: that sources disagree on a toll does not make it two tolls, and the sample has few.
`--only` leaves all but the named levels as they are: so a level that was parted into two is learnt without the rest.
"""
import argparse, math, re, tomllib

FROZEN = {"telling": None, "figures": {"other"}}


def read(path):
    """Labelled pairs: whether of one event, whether compared, levels, words."""
    out = []
    for line in open(path, encoding="utf-8"):
        same, met, levels, _, *words = line.rstrip("\n").split("\t")
        out.append((int(same), int(met), tuple(map(int, levels.split())), words))
    return out


def fit(pairs, weights, prior, spread, frozen=frozenset(), keep_prior=False):
    """Weights in bits that tell the pairs apart, near the given ones. Gradient descent with one step size a weight."""
    names = [(c, l) for c, levels in enumerate(weights) for l in range(len(levels))]
    at = {name: i for i, name in enumerate(names)}
    first = [weights[c][l] for c, l in names] + [prior]
    now = list(first)
    rows = [(same, [at[c, l] for c, l in enumerate(levels)] + [len(names)]) for same, _, levels, _ in pairs]
    # Pairs of one event and others weigh alike; how rare the former are is the prior's matter, which is set by `accept`.
    ones = sum(same for same, _ in rows)
    weigh = {1: 1.0, 0: min(1.0, ones / max(1, len(rows) - ones))}
    seen = [0.0] * (len(names) + 1)
    still = {i for name, i in at.items() if name in frozen} | ({len(names)} if keep_prior else set())
    for same, row in rows:
        for i in row:
            seen[i] += weigh[same] * 0.25 * math.log(2) ** 2 * len(row)
    for _ in range(3000):
        slope = [(n - f) / spread ** 2 for n, f in zip(now, first)]
        for same, row in rows:
            z = sum(now[i] for i in row) * math.log(2)
            error = 1 / (1 + math.exp(-max(-30, min(30, z)))) - same
            for i in row:
                slope[i] += weigh[same] * error * math.log(2)
        step = 0.0
        for i in range(len(now)):
            if i not in still:
                change = slope[i] / (seen[i] + 1 / spread ** 2)
                now[i] -= change
                step = max(step, abs(change))
        if step < 1e-5:
            break
    return [[now[at[c, l]] for l in range(len(levels))] for c, levels in enumerate(weights)], now[-1]


def total(weights, prior, levels):
    return prior + sum(weights[c][l] for c, l in enumerate(levels))


def told(pairs, weights, prior, accept, name):
    right = sum(1 for s, m, l, _ in pairs if s and m and total(weights, prior, l) >= accept)
    wrong = sum(1 for s, m, l, _ in pairs if not s and m and total(weights, prior, l) >= accept)
    wanted = sum(s for s, *_ in pairs)
    print(f"{name}: {right} of {wanted} pairs of one event linked ({100 * right / max(1, wanted):.0f} %), "
          f"{wrong} of {len(pairs) - wanted} others; precision {100 * right / max(1, right + wrong):.0f} %")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("weights")
    parser.add_argument("unlabelled")
    parser.add_argument("labelled", nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--spread", type=float, default=1.5)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    path, labelled, spread = asked.weights, asked.labelled, asked.spread
    text = open(path, encoding="utf-8").read()
    table = tomllib.loads(text)
    comparisons = table["comparison"]
    frozen = {(c, l) for c, comparison in enumerate(comparisons) for l, level in enumerate(comparison["levels"])
              if comparison["name"] in FROZEN and level["name"] in (FROZEN[comparison["name"]] or {level["name"]})}
    if asked.only:
        free = set(asked.only.split(","))
        frozen = {(c, l) for c, comparison in enumerate(comparisons) for l, level in enumerate(comparison["levels"])
                  if f'{comparison["name"]}:{level["name"]}' not in free}
    weights = [[math.log2(l["m"] / l["u"]) for l in c["levels"]] for c in comparisons]
    prior, accept = table["prior"], table["accept"]
    counts = [[0] * len(w) for w in weights]
    pairs_seen = 0
    for line in open(asked.unlabelled, encoding="utf-8"):
        pairs_seen += 1
        for c, l in enumerate(map(int, line.split("\t")[2].split())):
            counts[c][l] += 1
    sets = [read(p) for p in labelled]
    for i, held in enumerate(sets):
        told(held, weights, prior, accept, f"{labelled[i]}, weights as they were")
        rest = [p for j, s in enumerate(sets) if j != i for p in s]
        if rest:
            w, p = fit(rest, weights, prior, spread, frozen, bool(asked.only))
            told(held, w, p, accept, f"{labelled[i]}, learnt from the others")
    everything = [p for s in sets for p in s]
    w, p = fit(everything, weights, prior, spread, frozen, bool(asked.only))
    told(everything, w, p, accept, "all, learnt from all")
    out = []
    for c, comparison in enumerate(comparisons):
        levels = comparison["levels"]
        if comparison["name"] == "telling" or all((c, l) in frozen for l in range(len(levels))):
            u = [l["u"] for l in levels]
        else:
            u = [(counts[c][l] + 1) / (pairs_seen + len(levels)) for l in range(len(levels))]
        raw = [u[l] * 2 ** w[c][l] for l in range(len(levels))]
        p += math.log2(sum(raw))
        m = [r / sum(raw) for r in raw]
        out.append(f'[[comparison]]\nname = "{comparison["name"]}"\nlevels = [\n' + "".join(
            f'  {{ name = "{levels[l]["name"]}", m = {max(m[l], 1e-6):.6f}, u = {max(u[l], 1e-6):.6f} }},\n'
            for l in range(len(levels))) + "]\n")
    head = text[:text.index("[[comparison]]")]
    head = re.sub(r"(?m)^prior = .*$", f"prior = {p:.3f}", head)
    if asked.write:
        open(path, "w", encoding="utf-8").write(head + "\n".join(out))


if __name__ == "__main__":
    main()
