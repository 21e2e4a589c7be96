// How smooth the page stays with 100,000 events: `node scripts/smooth.mjs ADDRESS [DAY]`.
// A project of that size is shown as it is (`cargo run --release -p annalist-server --example scale -- 100000 FILE` writes one).
// Over a smaller one, answers of such a size are put in the place of the server's: 5,000 places with twenty stretches
// each, ten years of days, a full map of 2,000 symbols. The days are stepped through, and tasks are timed.

import { chromium } from 'playwright-core';

const [address = 'http://127.0.0.1:4517/', shown] = process.argv.slice(2);
const PLACES = 5000;
const STRETCHES = 20;
const DAYS = 3650;

const random = ((seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647)(7);
const day = (n) => new Date(Date.UTC(2014, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const places = Array.from({ length: PLACES }, (_, i) => ({ id: `t:${i}`, name: `Place ${i}`, lat: 33 + 4 * random(), lon: 36 + 6 * random() }));
const rows = places.flatMap((_, place) =>
  Array.from({ length: STRETCHES }, (_, k) => {
    const start = Math.floor((k * DAYS) / STRETCHES);
    return [place, k ? start : null, k < STRETCHES - 1 ? Math.floor(((k + 1) * DAYS) / STRETCHES) : null, Math.floor(3 * random()), random() < 0.9 ? 0 : 1, -1, start, 3, 0];
  }),
);
const compact = { account: 'all', epoch: day(0), places, holders: ['reds', 'blues', 'greens'], statuses: ['held', 'contested'], rows };
const days = Array.from({ length: DAYS }, (_, i) => ({ day: day(i), events: 27, exact: 24, kinds: { attack: 24 }, claims: 40, changes: 3 }));
const kinds = ['attack', 'capture', 'airstrike', 'shelling', 'harm'];
const points = {
  type: 'FeatureCollection',
  features: Array.from({ length: 2000 }, (_, i) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [36 + 6 * random(), 33 + 4 * random()] }, properties: i % 3 ? { id: `e${i}`, kind: kinds[i % 5], actors: ['reds'], radius: 2000, cluster: false } : { cluster: true, count: 50, kinds: { attack: 50 } } })),
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const project = await (await fetch(`${address}api/v1/project`)).json();
const large = project.counts.events >= 50_000;
const json = async (path, value) => large || page.route(path, (route) => route.fulfill({ json: value }));
await json('**/api/v1/project', { ...project, sides: ['reds', 'blues', 'greens'], first_day: day(0), last_day: day(DAYS - 1), counts: { ...project.counts, events: 100_000, claims: 150_000, places: PLACES } });
await json('**/api/v1/holdings/compact**', compact);
await json('**/api/v1/days**', days);
await json('**/api/v1/events/map**', points);
await page.goto(`${address}#day=${shown ?? (large ? project.first_day : day(1000))}${large ? '' : '&at=35,39,7.5'}`);
await page.locator('.map[data-drawn]').first().waitFor({ timeout: 120_000 });
await page.waitForTimeout(3000);

// What a day costs in this page's own thread: the drawing itself is the graphics card's, which this machine lacks. Besides
// the time on the clock, which other programs lengthen, a trace tells the processor time of each task.
const client = await page.context().newCDPSession(page);
const traced = [];
client.on('Tracing.dataCollected', ({ value }) => traced.push(...value));
await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', ...(process.env.TRACE ? ['v8', 'disabled-by-default-v8.cpu_profiler'] : [])] } });
const cost = await page.evaluate(async () => {
  const blocked = [];
  const watch = new PerformanceObserver((list) => blocked.push(...list.getEntries().map((e) => e.duration)));
  watch.observe({ type: 'longtask' });
  const started = performance.now();
  for (let i = 0; i < 20; i++) {
    performance.mark(`day ${i}`);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { wall: performance.now() - started, long: blocked.length, longest: Math.max(0, ...blocked), blocked: blocked.reduce((a, b) => a + b, 0) };
});
const complete = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
await client.send('Tracing.end');
await complete;
const mains = new Set(traced.filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map((e) => `${e.pid} ${e.tid}`));
const tasks = traced.filter((e) => e.ph === 'X' && e.tdur && mains.has(`${e.pid} ${e.tid}`) && /RunTask/.test(e.name)).map((e) => e.tdur / 1000).toSorted((a, b) => b - a);
console.log(`20 days: ${cost.long} tasks over 50 ms, the longest ${cost.longest.toFixed(0)} ms, ${(cost.blocked / 20).toFixed(0)} ms a day in such tasks`);
console.log(`in processor time: ${tasks.filter((t) => t > 50).length} tasks over 50 ms, the longest ${tasks.slice(0, 5).map((t) => t.toFixed(0)).join(', ')} ms`);
if (process.env.TRACE) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(process.env.TRACE, JSON.stringify(traced));
}
await browser.close();
