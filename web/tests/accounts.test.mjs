// The page where people log in: nobody reads before, and a decision stays its author's.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { GONE, axe, browser as start, demo, picture, watch } from './lib.mjs';

const ADA = { name: 'ada', password: 'ada has a secret', role: 'admin' };
const BOB = { name: 'bob', password: 'bob has a secret', role: 'coder' };

let server;
let browser;
let context;
let page;
let wrong;

before(async () => {
  server = await demo([ADA, BOB]);
  browser = await start();
  context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
  context.setDefaultTimeout(60_000);
  page = await context.newPage();
  // Who is not logged in, or whose session ended, is told so by the server.
  wrong = watch(page, [/status of (401|403)/, GONE]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const login = async ({ name, password }, on = page) => {
  await on.getByRole('dialog', { name: 'Log in' }).waitFor({ timeout: 60_000 });
  await on.getByLabel('Name', { exact: true }).fill(name);
  await on.getByLabel('Password').fill(password);
  await on.getByRole('button', { name: 'Log in' }).click();
};
const inside = (on = page) => on.getByTestId('queue').locator('li').first().waitFor({ timeout: 60_000 });
const get = (path) => page.evaluate(async (path) => (await fetch(`/api/v1/${path}`)).json(), path);
const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('annalist.outbox.')).length);
const unsent = (n) => page.waitForFunction((n) => Object.keys(localStorage).filter((key) => key.startsWith('annalist.outbox.')).length === n, n, { timeout: 60_000 });
const judge = async (key) => {
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('j');
  await page.waitForFunction(() => location.hash.includes('claim='));
  const claim = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('claim');
  await page.keyboard.press(key);
  return claim;
};

test('nothing is shown before somebody logs in, and a wrong password is told', async () => {
  await page.goto(`${server.address}#tab=review`);
  await login({ ...ADA, password: 'something else' });
  await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, 'login');
  // Under the pointer the button once took the light ground of the others.
  await page.getByRole('button', { name: 'Log in' }).hover();
  assert.deepEqual(await axe(page), []);
  await login(ADA);
  await inside();
  assert.match(await page.locator('nav').first().innerText(), /ada/);
});

test('a decision made with an old token is kept, and sent with the new one', async () => {
  // The same person logs in anew in another page of this browser: the first page's token is old then.
  await page.evaluate(async (credentials) => {
    await fetch('/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(credentials) });
  }, { name: ADA.name, password: ADA.password });
  const claim = await judge('a');
  await unsent(0);
  const [decision] = await get(`decisions?claim=${claim}`);
  assert.deepEqual([decision.act.act, decision.author], ['accept', 'ada']);
});

test('a decision waits for its author when another person logs in', async () => {
  await server.kill();
  const claim = await judge('r');
  await unsent(1);
  await server.start();
  // Sessions end with the server.
  await login(BOB);
  await inside();
  await page.waitForFunction(() => /until ada logs in/.test(document.querySelector('[data-testid=unsent]')?.getAttribute('title') ?? ''), null, { timeout: 60_000 });
  await page.waitForTimeout(4000);
  assert.equal(await kept(), 1);
  assert.deepEqual(await get(`decisions?claim=${claim}`), [], 'nobody else signs it');
  await page.reload();
  await inside();
  assert.equal(await kept(), 1);
  await page.getByTitle('Log out').click();
  await login(ADA);
  await unsent(0);
  const [decision] = await get(`decisions?claim=${claim}`);
  assert.deepEqual([decision.act.act, decision.author], ['reject', 'ada']);
});

test('who logged in hears of what others decide', async () => {
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${server.address}#tab=review`);
  await login(BOB, other);
  await inside(other);
  const version = (await get('project')).version;
  await other.evaluate(() => document.activeElement?.blur());
  await other.keyboard.press('j');
  await other.keyboard.press('a');
  await page.waitForFunction(async (version) => (await (await fetch('/api/v1/project')).json()).version !== version, version, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Decisions' }).click();
  await page.getByText('bob').first().waitFor({ timeout: 60_000 });
  await other.context().close();
});

test('an account that the command removes is out', async () => {
  await server.run(['user', 'add', server.project, 'cem', '--role', 'admin'], 'cem has a secret');
  await server.run(['user', 'remove', server.project, 'ada']);
  assert.equal(await page.evaluate(async () => (await fetch('/api/v1/project', { cache: 'no-store' })).status), 401);
  await page.reload();
  await login({ name: 'cem', password: 'cem has a secret' });
  await page.getByTestId('log').waitFor({ timeout: 60_000 });
});

test('the page complains of nothing else in the console', () => {
  assert.deepEqual(wrong, []);
});
