// The page in a real browser, over the demo's own project: a new user's first steps, and a reviewer's.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { scales } from '../scripts/scales.mjs';
import { axe, browser as start, demo, picture, until, watch } from './lib.mjs';

let server;
let browser;
let page;
let wrong;
const requested = [];

before(async () => {
  server = await demo();
  browser = await start();
  page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
  // A busy machine may take its time.
  page.setDefaultTimeout(60_000);
  page.on('request', (request) => requested.push(request.url()));
  wrong = watch(page);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const open = async (hash) => {
  await page.goto('about:blank');
  await page.goto(`${server.address}${hash}`);
  await page.locator('[role=tab][aria-selected=true]').first().waitFor();
};
const get = async (path) => (await fetch(`${server.address}api/v1/${path}`)).json();
const shownDay = () => page.getByTestId('day').innerText();
const drawn = () => page.locator('.map[data-drawn]').first().waitFor({ timeout: 60_000 });
const place = async (name) => (await get('holdings/compact?account=all')).places.find((p) => p.name === name);

test('the page opens on a day with a map, a legend of the sides and claims', async () => {
  await open('');
  await page.getByTestId('claims').locator('li').first().waitFor({ timeout: 60_000 });
  const legend = await page.getByTestId('legend').innerText();
  assert.match(legend, /opposition/i);
  assert.match(legend, /government/i);
  await drawn();
  await picture(page, 'opened');
});

test('the arrow keys move the day, and the slider does', async () => {
  const first = await shownDay();
  await page.locator('body').press('ArrowRight');
  const next = await shownDay();
  assert.notEqual(next, first);
  await page.locator('body').press('ArrowLeft');
  assert.equal(await shownDay(), first);
  await page.getByTestId('slider').focus();
  await page.getByTestId('slider').press('ArrowRight');
  assert.equal(await shownDay(), next);
});

test('space plays the days and stops them', async () => {
  await open('#day=2017-03-25');
  await page.locator('body').press(' ');
  await page.waitForFunction(() => !location.hash.includes('2017-03-25'));
  await page.locator('body').press(' ');
  assert.equal(await page.getByTestId('play').getAttribute('aria-pressed'), 'false');
});

test('an address opens a place on a day, and its holder is told', async () => {
  const maardis = await place('Maardis');
  assert.ok(maardis, 'the examples tell of Maardis');
  await open(`#day=2017-04-06&account=all&place=${encodeURIComponent(maardis.id)}`);
  await page.waitForFunction(() => /opposition/i.test(document.querySelector('[data-testid=holder]')?.textContent ?? ''));
  await drawn();
  await picture(page, 'place');
});

/** The colour of the map at a point on the earth, as it is drawn. */
const pixel = async (lat, lon) => {
  await drawn();
  await page.waitForTimeout(400);
  const image = await page.screenshot();
  return page.evaluate(
    async ([bytes]) => {
      const bitmap = new Image();
      bitmap.src = `data:image/png;base64,${bytes}`;
      await bitmap.decode();
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const pen = canvas.getContext('2d');
      pen.drawImage(bitmap, 0, 0);
      const box = document.querySelector('.map').getBoundingClientRect();
      // The address has put the place in the middle of the map.
      return [...pen.getImageData(Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2), 1, 1).data];
    },
    [image.toString('base64')],
  );
};

test('another account colours the same place otherwise', async () => {
  // A place and day on which the government's sources and all sources name different holders.
  const other = 'side:government';
  const found = (await get(`compare?a=all&b=${encodeURIComponent(other)}`)).find((d) => d.point && d.start && d.a.holder && d.b.holder && d.a.holder !== d.b.holder && d.a.status === 'held' && d.b.status === 'held');
  assert.ok(found, 'the two accounts differ about a place');
  const at = `&at=${found.point.lat},${found.point.lon},13`;
  await open(`#day=${found.start}&account=all${at}`);
  const [r1, , b1] = await pixel(found.point.lat, found.point.lon);
  await page.getByTestId('account').selectOption(other);
  await page.waitForFunction((value) => location.hash.includes(encodeURIComponent(value)), other);
  await page.waitForFunction(() => document.querySelector('.map')?.dataset.drawn?.includes('side:government'));
  const [r2, , b2] = await pixel(found.point.lat, found.point.lon);
  assert.ok(Math.abs(r1 - r2) + Math.abs(b1 - b2) > 80, `the colour changes: ${[r1, b1]} and ${[r2, b2]}`);
  await picture(page, 'account');
});

test('chosen sources make an account of their own, which the address keeps', async () => {
  await open('#day=2017-04-04');
  await page.getByTestId('account').selectOption('…');
  const boxes = page.getByRole('dialog', { name: 'Chosen sources' }).getByRole('checkbox');
  await boxes.first().check();
  await boxes.nth(1).check();
  await page.getByTestId('use-sources').click();
  await page.waitForFunction(() => /account=sources%3A[^&]+%7C/.test(location.hash));
  assert.match(await page.getByTestId('account').locator('option:checked').innerText(), /^Only .+ and .+/);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.map')?.dataset.drawn?.includes('sources:'), null, { timeout: 60_000 });
  assert.equal(await page.getByTestId('notice').count(), 0, 'the server knows the account');
});

test('two accounts stand side by side and the border between them moves', async () => {
  await open('#day=2017-04-01&account=all&other=side%3Agovernment');
  const border = page.getByRole('slider', { name: 'Where the two maps meet' });
  await border.waitFor();
  const before = await border.getAttribute('aria-valuenow');
  await border.press('ArrowRight');
  assert.notEqual(await border.getAttribute('aria-valuenow'), before);
  await drawn();
  await picture(page, 'compare');
});

test('a claim opens its source at the words', async () => {
  await open('#day=2017-04-04&account=all');
  const claim = page.getByTestId('claims').locator('li').first();
  const words = await claim.locator('q').innerText();
  await claim.locator('button').click();
  const marks = page.getByTestId('reader').locator('mark');
  await marks.first().waitFor();
  assert.equal((await marks.allInnerTexts()).join('').trim(), words.trim());
  assert.ok(await marks.first().isVisible());
  await picture(page, 'words');
  await page.keyboard.press('Escape');
  await page.getByTestId('reader').waitFor({ state: 'detached' });
});

test('the back button closes what was opened', async () => {
  await open('#day=2017-04-04');
  await page.getByTestId('claims').locator('button').first().click();
  await page.getByTestId('reader').waitFor();
  await page.goBack();
  await page.getByTestId('reader').waitFor({ state: 'detached' });
});

test('search finds a place and goes to it', async () => {
  await open('#day=2017-04-04');
  await page.locator('body').press('/');
  await page.getByTestId('search').fill('maard');
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('place').waitFor();
  assert.match(await page.getByTestId('place').innerText(), /Maardis/);
});

test('what changes without a source is told', async () => {
  await open('#tab=disputes');
  const select = page.getByTestId('trust');
  await select.locator('option').nth(1).waitFor({ state: 'attached' });
  await select.selectOption({ index: 1 });
  await page.getByTestId('without').waitFor({ timeout: 60_000 });
  assert.match(await page.getByTestId('without').innerText(), /stretch/);
});

let rejected;
test('a decision is made by keyboard and stays when the page is loaded again', async () => {
  await open('#tab=review');
  await page.getByTestId('author').fill('A. Reviewer');
  await page.getByTestId('queue').locator('li').first().waitFor({ timeout: 60_000 });
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('j');
  await page.waitForFunction(() => location.hash.includes('claim='));
  rejected = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('claim');
  await picture(page, 'review');
  await page.keyboard.press('r');
  await page.getByTestId('notice').waitFor();
  await page.reload();
  await page.getByTestId('queue').locator('li').first().waitFor({ timeout: 60_000 });
  const decisions = await until(async () => {
    const found = await get(`decisions?claim=${rejected}`);
    return found.length > 0 && found;
  });
  assert.equal(decisions[0]?.act.act, 'reject');
  assert.equal(decisions[0]?.author, 'A. Reviewer');
  assert.equal(await page.locator(`.queue [data-claim="${rejected}"]`).count(), 0);
});

test('a decision made while the server is away is sent when it is back', async () => {
  await page.keyboard.press('j');
  await page.waitForFunction(() => location.hash.includes('claim='));
  const claim = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('claim');
  await server.kill();
  await page.keyboard.press('a');
  await page.waitForFunction(() => Object.keys(localStorage).filter((key) => key.startsWith('annalist.outbox.')).length === 1);
  await server.start();
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('annalist.outbox.')), null, { timeout: 60_000 });
  const mine = await get(`decisions?claim=${claim}`);
  assert.equal(mine[0]?.act.act, 'accept');
  const kept = await get(`decisions?claim=${rejected}`);
  assert.equal(kept[0]?.act.act, 'reject', 'the decision before the stop is there after it');
});

test('a pasted text is read, and its claims are there', async () => {
  await open('#tab=ingest');
  await page.getByTestId('paste').fill('Fighting near the river\n\nOn 7 April 2017, rebels captured the village of Maardis after clashes with the army. Two soldiers were killed.');
  await page.getByRole('button', { name: 'Read it' }).click();
  await page.getByTestId('jobs').getByText('done').first().waitFor({ timeout: 120_000 });
  assert.match(await page.getByTestId('jobs').innerText(), /Fighting near the river/);
  await page.waitForFunction(async () => (await (await fetch('/api/v1/claims?from=2017-04-07&to=2017-04-07&limit=5000')).json()).some((c) => c.quote.includes('captured the village of Maardis')), null, { timeout: 60_000 });
  await open('#tab=claims&day=2017-04-07');
  await page.getByTestId('claims').getByText('captured the village of Maardis').first().waitFor();
  await picture(page, 'ingested');
});

for (const scheme of ['light', 'dark']) {
  for (const tab of ['claims', 'events', 'disputes', 'figures', 'belligerents', 'review', 'sources', 'ingest']) {
    test(`no rule of WCAG 2.2 AA is broken: ${tab}, ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      await open(`#tab=${tab}&day=2017-04-04`);
      await page.locator('#panel').locator('h2, h3, li, p').first().waitFor();
      await page.waitForTimeout(700);
      assert.deepEqual(await axe(page), []);
      await picture(page, `${tab}-${scheme}`);
    });
  }
}

test('an open claim and the help sheet break none either', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open('#day=2017-04-04');
  await page.getByTestId('claims').locator('button').first().click();
  await page.getByTestId('reader').locator('mark').first().waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('tab', { name: 'Trail' }).click();
  assert.deepEqual(await axe(page), []);
  await page.locator('body').press('?');
  await page.getByRole('dialog', { name: 'Help and keys' }).waitFor();
  assert.deepEqual(await axe(page), []);
});

test('the settings, the choice of sources and what can be saved break none', async () => {
  await open('#day=2017-04-04');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('Withheld on export').waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, 'settings');
  await page.keyboard.press('Escape');
  await page.getByTestId('account').selectOption('…');
  await page.getByRole('dialog', { name: 'Chosen sources' }).getByRole('checkbox').first().waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, 'chosen');
  await page.keyboard.press('Escape');
  await page.getByTestId('export').click();
  assert.deepEqual(await axe(page), []);
  await picture(page, 'export');
  await page.keyboard.press('Escape');
});

test('a button that is on keeps its ground under the pointer and its sign readable, in light and dark', async () => {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    await open('#tab=figures&day=2017-04-01');
    const ground = (of) => of.evaluate((e) => getComputedStyle(e).backgroundColor);
    const on = page.locator('#panel .button[aria-pressed=true]').first();
    await on.waitFor();
    await page.mouse.move(5, 5);
    const before = await ground(on);
    await on.hover();
    assert.equal(await ground(on), before);
    // The player once took the pale ground of other buttons while it ran, under its own pale sign.
    const player = page.getByTestId('play');
    const still = await ground(player);
    await player.evaluate((e) => e.setAttribute('aria-pressed', 'true'));
    assert.equal(await ground(player), still);
    await player.evaluate((e) => e.setAttribute('aria-pressed', 'false'));
  }
  await page.emulateMedia({ colorScheme: 'light' });
});

test('a picture of the places stands before the map that moves, and makes way for it', async () => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
  const fresh = await context.newPage();
  // The map's own code comes late here, as it does over a slow line.
  await context.route(/assets\/map-.*\.js/, async (route) => (await new Promise((resolve) => setTimeout(resolve, 1500)), route.continue()));
  await fresh.goto(server.address);
  await fresh.locator('[data-poster]').waitFor({ timeout: 60_000 });
  await fresh.getByTestId('claims').locator('li').first().waitFor({ timeout: 60_000 });
  assert.equal(await fresh.locator('.map').count(), 0);
  await picture(fresh, 'poster');
  await fresh.locator('.map[data-drawn]').waitFor({ timeout: 60_000 });
  await fresh.locator('[data-poster]').waitFor({ state: 'detached' });
  await context.close();
});

/** Bytes as they are sent, of everything that the page and its workers fetch from this server but answers. */
const MOST = 700_000;

test('the page weighs no more than 700 kB, with every tab opened', async () => {
  const weighed = await scales(server.address);
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
  const fresh = await context.newPage();
  await fresh.goto(`${weighed.address}#day=2017-04-04`);
  await fresh.locator('.map[data-drawn]').waitFor({ timeout: 60_000 });
  const bodies = { claims: '[data-testid=claims]', events: '[data-testid=events]', disputes: '[data-testid=disputes]', figures: 'figure svg', belligerents: '[role=tree]', review: '[data-testid=author]', sources: '[data-testid=sources]', ingest: '.drop' };
  for (const tab of await fresh.locator('[role=tab]').all()) {
    await tab.click();
    await fresh.locator('#panel').locator(bodies[(await tab.getAttribute('id')).replace('tab-', '')]).first().waitFor();
  }
  await fresh.waitForLoadState('load');
  let [last, same] = [0, 0];
  await until(() => {
    const { page: now } = weighed.weight();
    same = now === last ? same + 1 : 0;
    last = now;
    return same > 15;
  });
  const told = weighed.files().map(([path, bytes]) => `${bytes} ${path}`);
  for (const part of [/maplibre-gl-worker/, /geometry\.worker/, /base\/-?\d+_-?\d+\.bin/, /assets\/plot/]) assert.ok(told.some((line) => part.test(line)), `${part} is among what is weighed`);
  const { page: bytes } = weighed.weight();
  assert.ok(bytes <= MOST, `${bytes} bytes:\n${told.slice(0, 20).join('\n')}`);
  await context.close();
  await weighed.stop();
});

test('the page serves a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open('#day=2017-04-04');
  await page.getByTestId('claims').locator('li').first().waitFor();
  await drawn();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing sticks out sideways');
  await picture(page, 'phone');
  await page.getByTestId('claims').locator('button').first().click();
  await page.getByTestId('reader').locator('mark').first().waitFor();
  await picture(page, 'phone-words');
});

test('files that are dropped are read, and one that cannot be is named', async () => {
  await page.setViewportSize({ width: 1360, height: 850 });
  await open('#tab=ingest');
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['On 8 April 2017, rebels shelled the town of Qomhana.'], 'dropped.txt', { type: 'text/plain' }));
    data.items.add(new File([''], 'empty.txt', { type: 'text/plain' }));
    return data;
  });
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
  const job = page.getByTestId('jobs').locator('> li').filter({ hasText: 'dropped.txt' });
  await job.getByText('done').waitFor({ timeout: 120_000 });
  assert.match(await job.innerText(), /dropped\.txt read: \d+ claim[^]*empty\.txt failed/);
  // The same name with other words is refused, not put in the older one's place.
  const other = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['On 9 April 2017, the army left Qomhana.'], 'dropped.txt', { type: 'text/plain' }));
    return data;
  });
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: other });
  await page.getByTestId('jobs').getByText('give it another name').first().waitFor({ timeout: 120_000 });
  const told = await get('claims?from=2017-04-08&to=2017-04-08&limit=5000');
  assert.ok(told.some((c) => c.doc === 'dropped.txt'), 'the older report stays');
});

test('an own base map is asked for its tiles, and nothing that is no tile address is taken', async () => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
  const own = await context.newPage();
  const complaints = watch(own);
  const tiles = [];
  const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await context.route('https://tiles.example.org/**', (route) => (tiles.push(route.request().url()), route.fulfill({ body: dot, contentType: 'image/png', headers: { 'Access-Control-Allow-Origin': '*' } })));
  await own.goto(server.address);
  await own.getByRole('button', { name: 'Settings' }).click();
  const field = own.getByLabel('Address of XYZ tiles or of a PMTiles file');
  await field.fill('https://tiles.example.org/map.png');
  await own.getByRole('button', { name: 'Use it' }).click();
  await own.getByText('This is no tile address').waitFor();
  await field.fill('https://tiles.example.org/{z}/{x}/{y}.png');
  const asked = own.waitForRequest(/tiles\.example\.org\/\d+\/\d+\/\d+\.png/, { timeout: 60_000 });
  await own.getByRole('button', { name: 'Use it' }).click();
  await asked;
  await own.locator('.map[data-drawn]').first().waitFor({ timeout: 60_000 });
  await own.getByRole('button', { name: 'Settings' }).click();
  await own.getByLabel('Address of XYZ tiles or of a PMTiles file').fill('');
  await own.getByRole('button', { name: 'Use none' }).click();
  await own.waitForLoadState();
  const before = tiles.length;
  await own.locator('.map[data-drawn]').first().waitFor({ timeout: 60_000 });
  assert.equal(tiles.length, before, 'nothing is asked of it any more');
  assert.deepEqual(complaints, []);
  await context.close();
});

const saved = async (label) => {
  await page.getByTestId('export').click();
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.getByRole('button', { name: label }).click()]);
  return readFileSync(await download.path(), 'utf8');
};

test('two accounts are saved as one drawing, and the data without what is withheld', async () => {
  await open('#day=2017-04-01&account=all&other=side%3Agovernment');
  await drawn();
  await page.locator('.other .map[data-drawn]').waitFor({ timeout: 60_000 });
  const drawing = await saved('Drawing (SVG)');
  assert.match(drawing, /^<svg[^]*clip-path="url\(#left\)"[^]*clip-path="url\(#right\)"/);
  assert.match(drawing, /Every source at its word \| Sources of Government/);
  const list = await get('mask');
  const place = (await get('holdings/compact?account=all')).places.find((p) => p.name === 'Maardis');
  await fetch(`${server.address}api/v1/mask`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ victims: true, sites: list.sites, names: [], places: ['Maardis'] }) });
  assert.ok((await get('mask')).withheld.includes(place.id));
  assert.doesNotMatch(await saved('Drawing (SVG)'), /Maardis/);
  const rows = await saved('Who held what (CSV)');
  assert.match(rows, /\[site withheld\]/);
  assert.doesNotMatch(rows, /Maardis/);
});

/** A film's frames, as it is played: of each the colours of patches left and right of the middle, and a sum over its caption. */
const frames = (bytes) =>
  page.evaluate(async (bytes) => {
    const film = document.createElement('video');
    film.muted = true;
    film.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], { type: 'video/webm' }));
    await new Promise((resolve, reject) => {
      film.addEventListener('loadeddata', resolve, { once: true });
      film.addEventListener('error', () => reject(new Error(film.error.message)), { once: true });
    });
    const canvas = new OffscreenCanvas(film.videoWidth, film.videoHeight);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const patch = (x, y) => {
      const { data } = pen.getImageData(x - 4, y - 4, 8, 8);
      return [0, 1, 2].map((i) => Math.round(data.filter((_, k) => k % 4 === i).reduce((a, b) => a + b, 0) / 64));
    };
    const out = [];
    const look = () => {
      pen.drawImage(film, 0, 0);
      const { width, height } = canvas;
      // The caption takes the rows above the map.
      const middle = Math.round((46 + height) / 2);
      const head = pen.getImageData(0, 0, width / 2, 46).data;
      out.push({ left: patch(width / 2 - 40, middle + 40), right: patch(width / 2 + 40, middle + 40), head: head.reduce((sum, v, i) => (i % 4 ? sum : sum + v * (1 + ((i / 4) % 251))), 0) });
      film.requestVideoFrameCallback(look);
    };
    film.requestVideoFrameCallback(look);
    // Slowly, so that a busy machine shows every frame.
    film.playbackRate = 0.1;
    const ended = new Promise((resolve) => film.addEventListener('ended', resolve, { once: true }));
    await film.play();
    await ended;
    return out;
  }, bytes);

const another = (day, by) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);

test('a film of two accounts shows both, each on its side, day by day', async () => {
  const other = 'side:government';
  const found = (await get(`compare?a=all&b=${encodeURIComponent(other)}`)).find((d) => d.point && d.start && (d.end === null || d.end > another(d.start, 2)) && d.a.holder && d.b.holder && d.a.holder !== d.b.holder && d.a.status === 'held' && d.b.status === 'held');
  assert.ok(found, 'the two accounts differ about a place for three days');
  await open(`#day=${found.start}&from=${found.start}&to=${another(found.start, 2)}&account=all&other=${encodeURIComponent(other)}&at=${found.point.lat},${found.point.lon},13`);
  await drawn();
  await page.locator('.other .map[data-drawn]').waitFor({ timeout: 60_000 });
  await page.getByTestId('export').click();
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), page.getByRole('button', { name: 'Film of 3 days' }).click()]);
  const out = await frames(readFileSync(await download.path()).toString('base64'));
  const apart = ({ left, right }) => left.reduce((sum, v, i) => sum + Math.abs(v - right[i]), 0);
  assert.ok(out.length > 0 && out.every((f) => apart(f) > 60), `left and right of the border differ in every frame: ${JSON.stringify(out)}`);
  assert.ok(new Set(out.map((f) => f.head)).size >= 3, `each day has its caption: ${JSON.stringify(out)}`);
  assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('day'), found.start, 'the day is the one before the film');
});

test('no request leaves this machine', () => {
  const foreign = requested.filter((url) => !url.startsWith(server.address) && !/^(data|blob|about):/.test(url));
  assert.deepEqual(foreign, []);
});

test('the page complains of nothing in the console', () => {
  assert.deepEqual(wrong, []);
});
