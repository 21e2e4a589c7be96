// What the browser tests share: the demo's server, the browser, axe, pictures.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const annalist = process.env.ANNALIST ?? join(target, 'debug', 'annalist');
const pictures = join(target, 'pictures');
mkdirSync(pictures, { recursive: true });

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Runs a command to its end, with words for its standard input. */
const run = (args, words = '') =>
  new Promise((resolve, reject) => {
    const child = spawn(annalist, args, { cwd: root });
    child.stdin.end(words);
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`annalist ${args.join(' ')} ended with ${code}:\n${said}`))));
  });

/** The examples as a project of its own, served on a port that stays the same over a stop and a start; with `people`, behind accounts. */
export async function demo(people = []) {
  const folder = mkdtempSync(join(tmpdir(), 'annalist-page-'));
  const project = join(folder, 'demo.gpkg');
  await run(['build', 'examples/hama-2017', '-o', project]);
  for (const { name, password, role } of people) await run(['user', 'add', project, name, '--role', role], password);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  let child;
  const start = async () => {
    child = spawn(annalist, ['serve', project, '--no-open', '--port', String(port), ...(people.length ? ['--accounts'] : [])], { cwd: root });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`the server ended:\n${said}`);
      if (await fetch(`${address}api/v1/session`).then((r) => r.ok, () => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server did not start:\n${said}`);
  };
  const end = (signal) =>
    new Promise((resolve) => {
      if (!child || child.exitCode !== null) return resolve();
      child.once('exit', resolve);
      child.kill(signal);
    });
  await start();
  return {
    address,
    project,
    run,
    start,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const browser = () =>
  chromium.launch({
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

/** Asks until there is an answer: what one request leaves behind another may find a moment later. */
export async function until(ask, seconds = 60) {
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const found = await ask();
    if (found) return found;
  }
  throw new Error(`no answer within ${seconds} s: ${ask}`);
}

/** What Chromium says when the server is not there, which a test that stops it brings about itself: it has a word for each moment of a connection. */
export const GONE = /net::ERR_(CONNECTION|SOCKET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/;

/** Notes what a page says is wrong; `expected` is what a test brings about itself. */
export function watch(page, expected = [GONE]) {
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`thrown: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && !expected.some((known) => known.test(message.text())) && wrong.push(`${message.text()} (${message.location().url})`));
  return wrong;
}

export const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) });

const AXE = readFileSync(join(here, '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** Broken rules of WCAG 2.2 AA, each with where. */
export async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.html.slice(0, 120)}`).join(' | ')}`);
}
