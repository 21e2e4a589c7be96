// The page's pure parts, without a browser: Vite reads the TypeScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createServer } from 'vite';

import { packed, Squares, STEPS } from '../scripts/squares.mjs';

let vite;
const load = (path) => vite.ssrLoadModule(`/src/${path}`);

before(async () => {
  globalThis.location ??= { hash: '' };
  globalThis.matchMedia ??= () => ({ matches: false, addEventListener: () => undefined });
  globalThis.localStorage ??= { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  vite = await createServer({ server: { middlewareMode: true, hmr: false }, appType: 'custom', logLevel: 'error' });
});
after(() => vite.close());

test('marks cut a passage into pieces that give its text back', async () => {
  const { pieces } = await load('words/marks.ts');
  const text = 'On Monday rebels took Brenno, he said.';
  const marks = [
    { from: 10, to: 28, what: 'claim', index: 0 },
    { from: 10, to: 16, what: 'actor', index: 0 },
    { from: 22, to: 28, what: 'place', index: 0 },
    { from: 30, to: 32, what: 'source', index: 0 },
    { from: 30, to: 999, what: 'figure', index: 0 },
  ];
  const cut = pieces(text, marks);
  assert.equal(cut.map((p) => p.text).join(''), text);
  assert.equal(cut.filter((p) => p.claim).map((p) => p.text).join(''), 'rebels took Brenno');
  assert.deepEqual(cut.filter((p) => p.what === 'place').map((p) => p.text), ['Brenno']);
  assert.ok(!cut.some((p) => p.what === 'figure'), 'a mark that runs over the end is left out');
});

test('a circle cut by a square stays inside both', async () => {
  const { clip } = await load('lib/map/cells.ts');
  const square = [[0, 0], [2, 0], [2, 2], [0, 2]];
  const circle = Array.from({ length: 24 }, (_, k) => [1.5 * Math.cos((Math.PI * k) / 12), 1.5 * Math.sin((Math.PI * k) / 12)]);
  const cut = clip(circle, square);
  assert.ok(cut.length > 3);
  for (const [x, y] of cut) assert.ok(x > -1e-9 && y > -1e-9 && Math.hypot(x, y) < 1.5 + 1e-9);
});

/** A map that remembers what it was told. */
const quietMap = () => {
  const states = new Map();
  const data = {};
  const updates = [];
  return {
    states,
    data,
    updates,
    getStyle: () => ({}),
    hasImage: () => true,
    removeFeatureState: () => states.clear(),
    setFeatureState: ({ id }, state) => states.set(id, { ...states.get(id), ...state }),
    getSource: (name) => ({ setData: (d) => (data[name] = d), updateData: (d) => updates.push(d) }),
  };
};

test('no ground is tinted farther from a place than its reach, nor beyond half-way to the next', async () => {
  const { cells } = await load('lib/map/cells.ts');
  const drawn = cells([[0, 37, 35], [1, 37.05, 35], [2, 37.1, 35]]);
  assert.deepEqual([...new Set(drawn.map((f) => f.id))], [0, 1, 2]);
  for (const f of drawn) {
    for (const [lon, lat] of f.geometry.coordinates[0]) {
      assert.ok(Math.abs(lat - 35) * 111.32 < 5.01);
      if (f.id === 1) assert.ok(lon <= 37.07501 && lon >= 37.02499);
    }
  }
});

test('ground of which nothing is told on a day has no colour on it, and a day sends only what it changes', async () => {
  const { Replay } = await load('lib/replay.ts');
  const { showPlaces } = await load('lib/map/layers.ts');
  const { strength } = await load('lib/map/control.ts');
  const replay = new Replay({
    account: 'all',
    epoch: '2031-01-01',
    places: [0, 1, 2].map((i) => ({ id: `p${i}`, name: `P${i}`, lat: 35, lon: 37 + i })),
    holders: ['reds', 'blues'],
    statuses: ['held', 'unknown'],
    rows: [[0, 0, null, 0, 0, -1, 0, 1, 0], [1, 0, 2, 0, 0, -1, 0, 1, 0], [1, 2, null, 1, 0, -1, 2, 1, 0], [2, 3, null, 1, 0, -1, 3, 1, 0]],
  });
  const map = quietMap();
  const look = { sides: ['reds', 'blues'], dark: false, chosen: null };
  showPlaces(map, replay, replay.at('2031-01-01'), look);
  assert.deepEqual(map.data.places.features.map((f) => f.id), [0, 1], 'the third place is told of later');
  showPlaces(map, replay, replay.at('2031-01-02'), look);
  assert.equal(map.updates.length, 0, 'nothing changed');
  showPlaces(map, replay, replay.at('2031-01-03'), look);
  assert.deepEqual(map.updates.at(-1).update.map((u) => u.id), [1]);
  showPlaces(map, replay, replay.at('2031-01-04'), look);
  assert.deepEqual(map.updates.at(-1).add.map((f) => f.id), [2]);
  showPlaces(map, replay, replay.at('2031-01-01'), look);
  assert.deepEqual(map.updates.at(-1).remove, [2]);
  assert.ok(strength(0) === 1 && strength(60) < strength(20) && strength(900) > 0.3);
});

test('hatching of one account does not stay on the ground of the next', async () => {
  const { Replay } = await load('lib/replay.ts');
  const { cells } = await load('lib/map/cells.ts');
  const { shapeCells, showCells } = await load('lib/map/control.ts');
  globalThis.Worker = class {
    postMessage({ nth, ask }) {
      queueMicrotask(() => this.onmessage({ data: { nth, found: cells(ask.spots) } }));
    }
  };
  const told = (account, status) => new Replay({ account, epoch: '2031-01-01', places: [{ id: 'p', name: 'P', lat: 35, lon: 37 }], holders: ['reds'], statuses: [status], rows: [[0, 0, null, 0, 0, -1, 0, 1, 0]] });
  const map = quietMap();
  const look = { sides: ['reds'], dark: false, chosen: null };
  for (const [replay, hatched] of [[told('all', 'contested'), 1], [told('monitors', 'held'), 0]]) {
    await shapeCells(map, replay);
    showCells(map, replay, replay.at('2031-01-02'), look, true);
    assert.equal(map.data.hatched.features.length, hatched);
  }
});

test('the first look holds the places, and a far one does not shrink it', async () => {
  const { fit, onto, parse } = await load('lib/map/frame.ts');
  const points = Array.from({ length: 40 }, (_, i) => ({ lat: 35 + i / 100, lon: 36 + i / 50 }));
  const look = fit([...points, { lat: -33, lon: 150 }], 800, 600);
  assert.ok(look.zoom > 7);
  const at = onto(look, 800, 600);
  for (const p of points.slice(4, -4)) {
    const [x, y] = at(p);
    assert.ok(x > 0 && x < 800 && y > 0 && y < 600);
  }
  const beside = onto(fit(points, 800, 600, 220), 800, 600);
  for (const p of points.slice(4, -4)) assert.ok(beside(p)[0] > 220 && beside(p)[0] < 800, 'nothing lies under what covers the left');
  assert.deepEqual(parse('35,37,8'), { lat: 35, lon: 37, zoom: 8 });
  assert.equal(parse('here'), null);
});

test('a decision of one page is kept beside those of another', async () => {
  const stored = new Map([['annalist.outbox', JSON.stringify([{ key: 'old', act: { act: 'accept', claim: 'c' }, author: 'Ada', at: '2031-01-01T00:00:00Z' }])]]);
  const before = globalThis.localStorage;
  globalThis.localStorage = new Proxy({ getItem: (k) => stored.get(k) ?? null, setItem: (k, v) => stored.set(k, v), removeItem: (k) => stored.delete(k) }, { ownKeys: () => [...stored.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  const { keep, kept, forget } = await load('lib/kept.ts');
  keep({ key: 'b', act: { act: 'reject', claim: 'd' }, author: 'Bob', at: '2031-01-03T00:00:00Z' });
  keep({ key: 'a', act: { act: 'accept', claim: 'e' }, author: 'Ada', at: '2031-01-02T00:00:00Z' });
  assert.deepEqual(kept().map((w) => w.key), ['old', 'a', 'b']);
  forget('a');
  assert.deepEqual(kept().map((w) => w.key), ['old', 'b']);
  globalThis.localStorage = before;
});

test('the stretch that stands at the end of a day is the last one told of it', async () => {
  const { Replay } = await load('lib/replay.ts');
  const replay = new Replay({
    account: 'all',
    epoch: '2031-01-01',
    places: [{ id: 'p', name: 'Brenno', lat: 1, lon: 2 }],
    holders: ['reds', 'blues'],
    statuses: ['held', 'contested'],
    rows: [
      [0, null, 3, 0, 0, -1, null, 1, 1],
      [0, 3, 3, 1, 0, -1, 3, 1, 0],
      [0, 3, 9, 0, 1, 1, 5, 2, 0],
    ],
  });
  const on = (day) => replay.at(day)[0];
  assert.equal(on('2031-01-02').holder, 'reds');
  assert.equal(on('2031-01-04').status, 'contested');
  assert.equal(on('2031-01-04').stale, 0, 'evidence of a later day is not yet told');
  assert.equal(on('2031-01-08').stale, 2);
  assert.equal(on('2031-01-10'), undefined);
  assert.equal(replay.of('p').length, 3);
});

test('ticks lie inside the days, in order, and name their month first', async () => {
  const { ticks, toNumber } = await load('lib/days.ts');
  for (const [a, b, n] of [['2017-03-19', '2017-05-02', 8], ['2016-01-01', '2024-12-31', 10], ['2017-04-01', '2017-04-09', 10], ['2017-01-01', '2017-12-31', 6]]) {
    const found = ticks(toNumber(a), toNumber(b), n);
    assert.ok(found.length >= 3 && found.length <= 3 * n, `${a} ${b}: ${found.length}`);
    assert.match(found[0].label, /[A-Z]|\d{4}/);
    found.reduce((before, t) => (assert.ok(t.at > before.at), t));
    assert.ok(found[0].at >= toNumber(a) && found.at(-1).at <= toNumber(b));
  }
});

test('a view comes back from its address', async () => {
  globalThis.location = { hash: '' };
  const { read, text } = await load('lib/address.ts');
  location.hash = '#tab=events&day=2017-04-04&account=side%3Areds&place=gn%3A1&at=1%2C2%2C3';
  const view = read();
  assert.equal(view.tab, 'events');
  assert.equal(view.account, 'side:reds');
  location.hash = text(view);
  assert.deepEqual(read(), view);
  location.hash = '#tab=nonsense';
  assert.equal(read().tab, 'claims');
});

test('only an address with z, x and y, or of an archive, is one of tiles', async () => {
  const { isTileAddress } = await load('lib/tiles.ts');
  assert.ok(isTileAddress('https://tiles.example.org/{z}/{x}/{y}.png'));
  assert.ok(isTileAddress('https://tiles.example.org/syria.pmtiles'));
  assert.ok(!isTileAddress('https://tiles.example.org/map.png'));
  assert.ok(!isTileAddress('javascript:alert({z}{x}{y})'));
});

test('a job does not go back when an older answer comes late', async () => {
  const { jobs } = await load('lib/changes.svelte.ts');
  const job = (state) => ({ id: 'j-1', state, again: false, files: [], added: 0, known: 0, failed: 0, error: null });
  jobs.take(job('done'));
  jobs.take(job('waiting'));
  assert.deepEqual(jobs.all.map((j) => j.state), ['done']);
});

const areaOf = (polygons) => polygons.flat().reduce((sum, ring) => sum + ring.slice(1).reduce((part, [x, y], i) => part + (ring[i][0] * y - x * ring[i][1]) / 2, 0), 0);
const DEGREES = 5;
const SIDE = 2 * DEGREES * STEPS;

/** The squares of a base map made of some areas of land, unpacked. */
async function unpacked(polygons, fill = () => undefined) {
  const { unpack } = await load('lib/map/squares.ts');
  const squares = new Squares(0, SIDE);
  squares.areas(polygons, 'coast');
  fill(squares);
  return new Map([...squares.all].map(([name, square]) => {
    const [i, j] = name.split(' ').map(Number);
    const [west, south] = [i * DEGREES - 180, j * DEGREES - 90];
    return [`${west} ${south}`, unpack(packed(square, [i * SIDE, j * SIDE], SIDE), [west, south, DEGREES, DEGREES])];
  }));
}

test('squares of the base map are land and sea without gap or overlap, wherever a coast crosses their rims', async () => {
  const random = ((seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647)(11);
  for (let run = 0; run < 40; run++) {
    // A ragged island over several squares, a lake in it, an islet in the lake, and one far away.
    const star = (x, y, most, corners) => {
      const ring = Array.from({ length: corners }, (_, k) => {
        const reach = most * (0.4 + 0.6 * random());
        return [x + reach * Math.cos((2 * Math.PI * k) / corners), y + reach * Math.sin((2 * Math.PI * k) / corners)];
      });
      return [...ring, ring[0]];
    };
    const [x, y] = [10 * random(), 10 * random()];
    const land = [[star(x, y, 9, 60), star(x, y, 3, 20)], [star(x, y, 1, 9)], [star(x + 20, y, 0.4, 7)]];
    const squares = await unpacked(land);
    let [inside, count] = [0, 0];
    for (const { land: { inside: dry, outside: wet } } of squares.values()) {
      assert.ok(Math.abs(areaOf(dry) + areaOf(wet) - DEGREES ** 2) < 1e-6);
      inside += areaOf(dry);
      count += 1;
    }
    assert.ok(count > 4);
    const wanted = land.reduce((sum, [outer, ...holes]) => sum + Math.abs(areaOf([[outer]])) - holes.reduce((part, hole) => part + Math.abs(areaOf([[hole]])), 0), 0);
    assert.ok(Math.abs(inside - wanted) < 0.05, `${inside} square degrees of land, ${wanted} drawn`);
  }
});

test('a coast over 180° is cut there, and a square within a continent is land as a whole', async () => {
  const ring = [[170, -3], [-170, -3], [-170, 13], [170, 13], [170, -3]];
  const squares = await unpacked([[ring]]);
  const total = [...squares.values()].reduce((sum, { land }) => sum + areaOf(land.inside), 0);
  assert.ok(Math.abs(total - 20 * 16) < 0.1);
  // Half a step of the grid is missing at 180° itself.
  for (const square of ['175 0', '-180 5']) assert.ok(areaOf(squares.get(square).land.inside) > 24.99);
  assert.equal(areaOf(squares.get('-175 5').land.inside), 25);
  const ends = [...squares.values()].flatMap(({ land }) => land.outline.flatMap((line) => line.slice(1).filter((p, i) => Math.abs(p[0]) > 179.9 && Math.abs(line[i][0]) > 179.9)));
  assert.deepEqual(ends, [], 'no coast is drawn along 180°');
});

test('lines, names and numbers of inhabitants come out of a square as they went in', async () => {
  const squares = await unpacked([], (all) => {
    all.lines([[[1, 1], [2, 2], [7, 2]]], (square) => square.borders);
    all.lines([[[1, 4], [4, 4]]], (square) => (square.rivers.set(3, square.rivers.get(3) ?? []), square.rivers.get(3)));
    all.point('labels', [2.5, 2.5], 4, 'Ard');
    all.point('towns', [1.25, 1.5], Math.round(12 * Math.log(120_001)), 'Tel Ḥasan');
  });
  const { borders, rivers, labels, towns } = squares.get('0 0');
  const near = ([x, y], [a, b]) => assert.ok(Math.abs(x - a) < 0.0013 && Math.abs(y - b) < 0.0013, `${[x, y]} for ${[a, b]}`);
  borders[0].forEach((p, i) => near(p, [[1, 1], [2, 2], [5, 2]][i]));
  near(squares.get('5 0').borders[0][0], [5, 2]);
  assert.deepEqual([rivers.length, rivers[0].rank, rivers[0].lines.length], [1, 3, 1]);
  assert.deepEqual([labels[0].name, labels[0].size, towns[0].name], ['Ard', 4, 'Tel Ḥasan']);
  near(towns[0].at, [1.25, 1.5]);
  assert.ok(Math.abs(towns[0].size / 120_000 - 1) < 0.05);
});

test('what is done at once is not drawn over by what waited before it', async () => {
  const { Soon } = await load('lib/soon.ts');
  const done = [];
  await new Promise((resolve) => {
    const soon = new Soon(resolve);
    soon.do('places', () => done.push('old places'));
    soon.do('cells', () => done.push('cells'));
    soon.now('places', () => done.push('places'));
    assert.deepEqual(done, ['places']);
  });
  assert.deepEqual(done, ['places', 'cells']);
  await new Promise((resolve) => {
    const soon = new Soon(resolve);
    soon.do('places', () => done.push('old places'));
    soon.now('places', () => undefined);
    assert.ok(!soon.busy);
  });
  assert.deepEqual(done, ['places', 'cells'], 'nothing waits any more, which is told too');
});

const ISLAND = [[[[1, 1], [4, 1], [4, 4], [1, 4], [1, 1]]]];

/** A module as it is on a page just opened. */
const fresh = (path) => (vite.moduleGraph.invalidateAll(), load(path));

/** A server of base map files; `asked` counts, `broken` are answered by their status. */
function baseServer(files) {
  const asked = new Map();
  const broken = new Map();
  globalThis.fetch = async (path) => {
    const name = path.replace('/base/', '');
    asked.set(name, (asked.get(name) ?? 0) + 1);
    if (broken.get(name) === 'away') throw new TypeError('failed to fetch');
    const bytes = broken.has(name) ? undefined : files(name);
    return new Response(bytes ?? 'no', { status: bytes ? 200 : (broken.get(name) ?? 404) });
  };
  return { asked, broken };
}

/** An index of squares that all have a file. */
const INDEX = new TextEncoder().encode('1'.repeat(72 * 36));

function islandSquare() {
  const squares = new Squares(0, SIDE);
  squares.areas(ISLAND, 'coast');
  const [i, j] = [180 / DEGREES, 90 / DEGREES];
  return packed(squares.of([i, j]), [i * SIDE, j * SIDE], SIDE);
}

function wholeEarth() {
  const [largest, shift] = [45, 4];
  const side = (2 * largest * STEPS) / 2 ** shift;
  const squares = new Squares(shift, side);
  squares.areas(ISLAND, 'coast');
  const parts = [];
  for (let j = 0; j < 180 / largest; j++) {
    for (let i = 0; i < 360 / largest; i++) {
      const bytes = packed(squares.of([i, j]), [i * side, j * side], side);
      parts.push(new Uint8Array(new Uint32Array([bytes.length]).buffer), bytes);
    }
  }
  return new Uint8Array(Buffer.concat(parts));
}

const landOf = (ground) => ground.land.features.reduce((sum, f) => sum + areaOf(f.geometry.coordinates), 0);

test('a look at more squares than are worth fetching shows the whole earth', async () => {
  const earth = wholeEarth();
  const { asked } = baseServer((name) => ({ 'squares.txt': INDEX, 'world.bin': earth })[name]);
  const { ground } = await fresh('lib/map/ground.ts');
  const found = await ground([-30, -20, 40, 20]);
  assert.ok(Math.abs(landOf(found) - 9) < 0.2, `${landOf(found)} square degrees of land`);
  assert.deepEqual([...asked.keys()], ['squares.txt', 'world.bin']);
});

test('a square that did not come is not drawn as sea, and is asked for again', async () => {
  const island = islandSquare();
  const { asked, broken } = baseServer((name) => (name === 'squares.txt' ? INDEX : island));
  const { ground } = await fresh('lib/map/ground.ts');
  for (const state of [503, 'away']) {
    broken.set('0_0.bin', state);
    assert.equal(await ground([1, 1, 9, 4]), null);
  }
  broken.clear();
  assert.ok(Math.abs(landOf(await ground([1, 1, 9, 4])) - 18) < 0.2);
  assert.equal(asked.get('0_0.bin'), 3);
  assert.equal(asked.get('5_0.bin'), 1, 'what came is kept');
});

test('a build without a base map is asked for it once, and one whose index did not come again', async () => {
  const { asked, broken } = baseServer(() => undefined);
  const { ground } = await fresh('lib/map/ground.ts');
  for (let i = 0; i < 2; i++) assert.equal(await ground('world'), null);
  assert.equal(asked.get('world.bin'), 1);
  broken.set('squares.txt', 500);
  for (let i = 0; i < 2; i++) assert.equal(await ground([1, 1, 4, 4]), null);
  assert.equal(asked.get('squares.txt'), 2);
});

test('squares seen long ago are let go', async () => {
  const island = islandSquare();
  const { asked } = baseServer((name) => (name === 'squares.txt' ? INDEX : island));
  const { ground } = await fresh('lib/map/ground.ts');
  for (let i = 0; i < 2; i++) await ground([0, 0, 5, 5]);
  assert.equal(asked.get('0_0.bin'), 1);
  for (const west of [20, 70, 120]) await ground([west, 0, west + 50, 35]);
  await ground([0, 0, 5, 5]);
  assert.equal(asked.get('0_0.bin'), 2);
});

/** A map that keeps its base map and what listens to it. */
function baseMap(zoom) {
  const [data, heard, layers] = [{}, {}, {}];
  const listen = (event, act) => (heard[event] = act);
  return {
    data,
    heard,
    layers,
    addSource: () => undefined,
    addLayer: (layer) => (layers[layer.id] = layer),
    getStyle: () => ({}),
    getCenter: () => ({ lat: 2, lng: 2 }),
    getZoom: () => zoom,
    getContainer: () => ({ clientWidth: 300, clientHeight: 200 }),
    getSource: (name) => ({ setData: (d) => (data[name] = d) }),
    on: listen,
    once: listen,
  };
}

test('a base map that failed is asked for again at the next move, and the one before stays', async () => {
  const answers = [{ found: null }, { error: 'broken' }, { found: { land: 'the land', towns: { features: [] } } }];
  const asks = [];
  globalThis.Worker = class {
    postMessage({ nth, ask }) {
      asks.push(String(ask.part));
      queueMicrotask(() => this.onmessage({ data: { nth, ...answers.shift() } }));
    }
  };
  const { fillBase } = await fresh('lib/map/base.ts');
  const { app } = await load('lib/app.svelte.ts');
  const map = baseMap(7);
  await fillBase(map);
  assert.deepEqual(map.data, {});
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  map.heard.idle();
  await rest();
  assert.match(app.notice.text, /broken/);
  assert.deepEqual(map.data, {});
  for (let i = 0; i < 2; i++) {
    map.heard.moveend();
    await rest();
  }
  assert.equal(map.data.land, 'the land');
  assert.deepEqual(asks, Array(3).fill(asks[0]), 'what came is not asked for again');
});

test('a drawing has the rivers that the map shows', async () => {
  const { addBase, riversAt } = await load('lib/map/base.ts');
  const map = baseMap(7);
  addBase(map);
  const [, , [, , least, ...steps]] = map.layers.rivers.filter;
  for (let zoom = 0; zoom < 16; zoom += 0.5) {
    let shown = least;
    for (let i = 0; i < steps.length; i += 2) if (zoom >= steps[i]) shown = steps[i + 1];
    assert.equal(riversAt(zoom), shown);
  }
  assert.ok(riversAt(5) < riversAt(8) && riversAt(8) < riversAt(12));
});
