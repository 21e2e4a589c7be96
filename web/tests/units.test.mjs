// The page's pure parts, without a browser: Vite reads the TypeScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createServer } from 'vite';

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

test('ground that is cut to a window lies in it, and the sea reaches beyond it', async () => {
  const { ground } = await load('lib/map/ground.ts');
  const square = (x) => [[x, 0], [x + 10, 0], [x + 10, 10], [x, 10], [x, 0]];
  const { topology } = { topology: { type: 'Topology', objects: { countries: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', arcs: [[0]] }, { type: 'Polygon', arcs: [[1]] }] } }, arcs: [square(0), square(40)] } };
  const whole = ground(topology, null);
  assert.equal(whole.land.features[0].geometry.coordinates.length, 2);
  const part = ground(topology, [5, 5, 20, 20]);
  const [only, ...others] = part.land.features[0].geometry.coordinates;
  assert.equal(others.length, 0);
  for (const [x, y] of only[0]) assert.ok(x >= 5 && x <= 10 && y >= 5 && y <= 10);
  const rim = part.sea.geometry.coordinates[0][0];
  assert.deepEqual([Math.min(...rim.map((p) => p[0])), Math.max(...rim.map((p) => p[1]))], [4, 21]);
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
