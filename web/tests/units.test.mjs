// The page's pure parts, without a browser: Vite reads the TypeScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createServer } from 'vite';

let vite;
const load = (path) => vite.ssrLoadModule(`/src/${path}`);

before(async () => {
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

test('no ground is tinted farther from a place than its reach, nor where nothing is told', async () => {
  const { cells } = await load('lib/map/cells.ts');
  const held = (place, lon, holder, status = 'held') => ({ place, name: place, point: { lat: 35, lon }, holder, status, other: null, since: null, until: null, newest: null, stale: 0, claims: 1, implied: false });
  const drawn = cells([held('a', 37, 'reds'), held('b', 37.05, 'blues'), held('c', 37.1, null, 'unknown')]);
  const sides = new Set(drawn.features.map((f) => f.properties.side));
  assert.deepEqual([...sides].sort(), ['blues', 'reds']);
  for (const f of drawn.features) {
    for (const [lon, lat] of f.geometry.coordinates[0]) {
      assert.ok(Math.abs(lat - 35) * 111.32 < 5.01);
      // Half-way to the place of which nothing is known the ground ends.
      if (f.properties.side === 'blues') assert.ok(lon <= 37.075 + 1e-6 && lon >= 37.025 - 1e-6);
    }
  }
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
