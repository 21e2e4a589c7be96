// The page in a real browser, over the demo's own project: a new user's first steps.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const pictures = join(here, '..', 'test-results');
mkdirSync(pictures, { recursive: true });

let server;
let browser;
let page;
let address;
const requested = [];

before(async () => {
  server = spawn(process.env.ANNALIST ?? join(target, 'debug', 'annalist'), ['demo', '--no-open', '--port', '0'], { cwd: root });
  let said = '';
  address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the demo did not start:\n${said}`)), 180_000);
    const listen = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.on('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${said}`)));
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('request', (request) => requested.push(request.url()));
});

after(async () => {
  await browser?.close();
  server?.removeAllListeners('exit');
  server?.kill('SIGINT');
});

const holder = () => page.getByTestId('holder').innerText();
const picture = async (name) => {
  await page.locator('.map[data-drawn]').waitFor({ timeout: 60_000 });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
};

test('the map opens on the first day with a legend of the sides', async () => {
  await page.goto(address);
  await page.getByTestId('claims').locator('li').first().waitFor({ timeout: 60_000 });
  const legend = await page.locator('.legend').innerText();
  assert.match(legend, /opposition/);
  assert.match(legend, /government/);
  await picture('opened');
});

test('the arrow keys move the day', async () => {
  const before = await page.getByTestId('day').innerText();
  await page.locator('body').press('ArrowRight');
  const next = await page.getByTestId('day').innerText();
  assert.notEqual(next, before);
  await page.locator('body').press('ArrowLeft');
  assert.equal(await page.getByTestId('day').innerText(), before);
});

test('an address opens a place on a day, and its holder is told', async () => {
  const places = await (await fetch(`${address}api/v1/holdings?account=all`)).json();
  const maardis = places.find((h) => h.name === 'Maardis');
  assert.ok(maardis, 'the examples tell of Maardis');
  await page.goto(`${address}#day=2017-04-06&account=all&place=${encodeURIComponent(maardis.place)}`);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('[data-testid=holder]')?.textContent.includes('opposition'));
  assert.match(await holder(), /opposition/);
  await picture('maardis');
});

test('another account tells another story of the same day', async () => {
  await page.goto(`${address}#day=2017-03-22&account=all`);
  await page.reload();
  const held = async (account) => {
    const answer = await fetch(`${address}api/v1/holdings?account=${encodeURIComponent(account)}`);
    const rows = await answer.json();
    return JSON.stringify(rows.map((h) => [h.place, h.start, h.holder, h.status]));
  };
  const select = page.getByTestId('account');
  await select.locator('option', { hasText: 'government' }).first().waitFor({ state: 'attached', timeout: 30_000 });
  const own = await select.locator('option').evaluateAll((all) => all.map((o) => o.value).find((v) => v === 'side:government'));
  assert.ok(own, 'the government side has an account of its own');
  assert.notEqual(await held('all'), await held(own));
  const asked = page.waitForResponse((r) => r.url().includes(encodeURIComponent(own)));
  await select.selectOption(own);
  assert.equal((await asked).status(), 200);
  await page.waitForFunction((value) => location.hash.includes(encodeURIComponent(value)), own);
  await picture('account');
});

test('a claim opens its source at the words', async () => {
  await page.goto(`${address}#day=2017-04-04&account=all`);
  await page.reload();
  const claim = page.getByTestId('claims').locator('li').first();
  const words = (await claim.locator('q').innerText()).replace(/^[“"]|[”"]$/g, '');
  await claim.locator('button').click();
  const mark = page.locator('.reader mark');
  await mark.waitFor();
  assert.equal((await mark.innerText()).trim(), words.trim());
  assert.ok(await mark.isVisible());
  await picture('words');
  await page.keyboard.press('Escape');
  await page.locator('.reader').waitFor({ state: 'detached' });
});

test('no request leaves this machine', () => {
  const foreign = requested.filter((url) => !url.startsWith(address) && !/^(data|blob):/.test(url));
  assert.deepEqual(foreign, []);
});

test('no accessibility rule of WCAG 2.2 AA is broken', async () => {
  await page.goto(`${address}#day=2017-04-04&account=all`);
  await page.reload();
  await page.getByTestId('claims').locator('li').first().waitFor();
  await page.evaluate(readFileSync(join(here, '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
  const found = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`), []);
});
