// Derives data/basemap/rivers.json.gz: the world's rivers with their rank, from the CIA's World Data Bank II (public
// domain) as GSHHG 2.3.7 has it (P. Wessel and W. H. F. Smith, LGPL 3 or later). It was run once, over Debian's package
// gmt-gshhg-high, which is no npm package and too large to depend on:
//
//   apt-get download gmt-gshhg-high, unpack it with dpkg -x, npm install --no-save h5wasm
//   node scripts/rivers.mjs UNPACKED/usr/share/gmt-gshhg/binned_river_h.nc

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import h5 from 'h5wasm/node';

/** Steps a degree: the grid of the base map. */
const STEPS = 4096 / 5;
/** A bin's side counts so many of the file's steps. */
const BIN = 65535;
/** Canals are left out. */
const LAST = 7;

await h5.ready;
const file = new h5.File(process.argv[2], 'r');
const column = (name) => file.get(name).value;
const side = column('Bin_size_in_minutes')[0] / 60;
const across = column('N_bins_in_360_longitude_range')[0];
const [first, count] = [column('Id_of_first_segment_in_a_bin'), column('N_segments_in_a_bin')];
const [start, length, rank] = [column('Id_of_first_point_in_a_segment'), column('N_points_for_a_segment'), column('Hierarchial_level_of_a_segment')];
const [dx, dy] = [column('Relative_longitude_from_SW_corner_of_bin'), column('Relative_latitude_from_SW_corner_of_bin')];

const lines = [];
for (let bin = 0; bin < first.length; bin++) {
  const west = (bin % across) * side;
  const south = 90 - side * (Math.floor(bin / across) + 1);
  for (let s = first[bin]; s < first[bin] + count[bin]; s++) {
    if (rank[s] > LAST) continue;
    const line = [rank[s]];
    let before = null;
    for (let p = start[s]; p < start[s] + length[s]; p++) {
      const lon = west + (side * (dx[p] & BIN)) / BIN;
      const at = [Math.round(((lon >= 180 ? lon - 360 : lon) + 180) * STEPS), Math.round((south + (side * (dy[p] & BIN)) / BIN + 90) * STEPS)];
      if (before && at[0] === before[0] && at[1] === before[1]) continue;
      line.push(at[0] - (before?.[0] ?? 0), at[1] - (before?.[1] ?? 0));
      before = at;
    }
    if (line.length > 4) lines.push(line);
  }
}
lines.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'data', 'basemap', 'rivers.json.gz'), gzipSync(JSON.stringify({ steps: STEPS, lines }), { level: 9 }));
