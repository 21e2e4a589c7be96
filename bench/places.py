#!/usr/bin/env python3
"""Score where `annalist places` puts the place names of documents listed by hand.

  places.py FOLDER BINARY [--list] [--write]

FOLDER holds the documents (`seeds/`); the lists are `places/*.tsv` beside this file. Prints, of the mentions that mean a
place: resolved within 2 km (or to the right area), wrong pins, abstentions, and names not seen at all; of the names that
only name something after a place, those told as places. `--list` names each mention that is not right. The best figures are
in places.toml; one that falls is an error, and `--write` keeps better ones.
"""
import collections, hashlib, json, math, pathlib, re, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
BEST = HERE / "places.toml"
REACH = {"district": 40, "province": 90, "region": 60, "country": 2500}


def distance(a, b):
    la, lb = map(math.radians, (a[0], b[0]))
    dl = math.radians(b[1] - a[1])
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(dl / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def rows():
    out = collections.defaultdict(list)
    for path in sorted((HERE / "places").glob("*.tsv")):
        lines = [l for l in path.read_text(encoding="utf-8").splitlines() if l and not l.startswith("#")]
        for line in lines[1:]:
            file, start, end, name, kind, lat, lon = line.split("\t")
            at = (float(lat), float(lon)) if lat else None
            out[file].append((int(start), int(end), name, kind, at))
    return out


def verdict(kind, at, told):
    """What became of one mention: right, wrong, abstained, missed, literal or associative."""
    if told is None:
        return "right" if kind == "named" else "missed"
    if kind == "named":
        return "right" if told["associative"] or told["status"] != "resolved" else "literal"
    if told["associative"]:
        return "associative"
    if told["status"] != "resolved" or told["lat"] is None:
        return "abstained"
    if kind == "none":
        return "wrong"
    far, area = distance(at, (told["lat"], told["lon"])), told["precision"] == "area"
    if kind == "point":
        return "right" if far <= 2 else "wrong"
    wide = area and far <= (2500 if abs(at[0]) % 1 == 0 and abs(at[1]) % 0.5 == 0 else 90)
    return "right" if wide or (kind == "either" and far <= 2) else "wrong"


def score(folder, binary, listing):
    lists, total, unlisted = rows(), collections.Counter(), []
    for path in sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file()):
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if key not in lists:
            continue
        out = subprocess.run([binary, "places", "--format", "jsonl", path], capture_output=True, text=True, check=True).stdout
        told = [json.loads(line) for line in out.splitlines()]
        used = set()
        for start, end, name, kind, at in lists.pop(key):
            hits = [(min(t["end"], end) - max(t["start"], start), -(t["end"] - t["start"]), n) for n, t in enumerate(told)
                    if t["start"] < end and start < t["end"]]
            best = told[max(hits)[2]] if hits else None
            used.update(h[2] for h in hits)
            if kind == "unsure":
                continue
            result = verdict(kind, at, best)
            total[(kind == "named", result)] += 1
            total["none"] += kind == "none"
            if listing and result != "right":
                what = f'{best["text"]!r} {best["status"]} {best["name"]} {best["lat"]} {best["lon"]} {best["precision"]}' if best else ""
                print(f"  {path.name[:12]} {start}..{end} {name!r} ({kind}): {result} {what}")
        for n, t in enumerate(told):
            if n not in used and t["status"] == "resolved" and not t["associative"]:
                unlisted.append(f'{path.name[:12]} {t["start"]}..{t["end"]} {t["text"]!r} {t["name"]} {t["lat"]:.3f} {t["lon"]:.3f}')
    if lists:
        sys.exit(f"{len(lists)} listed documents are not in {folder}")
    if listing:
        print("  told but not listed (titles, infoboxes, references):", *unlisted, sep="\n    ")
    places = sum(v for k, v in total.items() if k[0] is False)
    count = {k: total[(False, k)] for k in ("right", "wrong", "abstained", "missed", "associative")}
    named = sum(v for k, v in total.items() if k[0] is True)
    print(f"places: {places} mentions, " + ", ".join(f"{k} {v}" for k, v in count.items()) + f"; {total['none']} of them in no open list at hand; "
          f"{named} names of other things, {total[(True, 'literal')]} told as places")
    return {"resolved": count["right"] / places, "of the findable": count["right"] / (places - total["none"]),
            "not pinned wrongly": 1 - count["wrong"] / places, "told apart": 1 - total[(True, "literal")] / named}


def main():
    known = {}
    for line in BEST.read_text().splitlines() if BEST.exists() else []:
        if m := re.match(r'"([a-z ]+)" = ([0-9.]+)', line):
            known[m[1]] = float(m[2])
    now = score(sys.argv[1], sys.argv[2], "--list" in sys.argv)
    print(", ".join(f"{k} {v:.1%}" for k, v in now.items()))
    if "--write" in sys.argv:
        kept = {k: max(v, known.get(k, 0)) for k, v in now.items()}
        BEST.write_text("# The best figures so far of bench/places.py; see there.\n" + "".join(f'"{k}" = {v:.4f}\n' for k, v in kept.items()))
        return
    fallen = [f"{k} fell from {known[k]:.1%} to {v:.1%}" for k, v in now.items() if v < known.get(k, 0) - 0.001]
    if fallen:
        sys.exit("\n".join(fallen))


if __name__ == "__main__":
    main()
