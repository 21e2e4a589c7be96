// How heavy the page is and how soon it shows something: `node scripts/weight.mjs ADDRESS [RUNS]`.
// Counts the bytes that come over the wire until the map and the first claims are drawn, and those fetched after it.

import { chromium } from 'playwright-core';

const [address = 'http://127.0.0.1:4517/', runs = '3'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
for (let run = 0; run < Number(runs); run++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const names = new Map();
  const bytes = new Map();
  client.on('Network.requestWillBeSent', (e) => names.set(e.requestId, e.request.url));
  client.on('Network.loadingFinished', (e) => bytes.set(names.get(e.requestId), e.encodedDataLength));
  const total = (pick) => [...bytes].filter(([url]) => pick(url)).reduce((sum, [, n]) => sum + n, 0);
  const isApi = (url) => url.includes('/api/');
  const started = Date.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByTestId('claims').locator('li').first().waitFor();
  const claims = Date.now() - started;
  await page.locator('.map[data-drawn]').first().waitFor();
  const map = Date.now() - started;
  const load = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
  const first = { page: total((u) => !isApi(u)), api: total(isApi) };
  await page.waitForTimeout(3000);
  const all = { page: total((u) => !isApi(u)), api: total(isApi) };
  const kb = (n) => `${(n / 1000).toFixed(0)} kB`;
  console.log(`load event ${load.toFixed(0)} ms, claims ${claims} ms, map drawn ${map} ms; page ${kb(first.page)} + answers ${kb(first.api)} until then, ${kb(all.page)} + ${kb(all.api)} in the end`);
  if (run === 0) for (const [url, n] of [...bytes].sort((a, b) => b[1] - a[1]).slice(0, 14)) console.log(`  ${kb(n).padStart(8)}  ${url.replace(address, '/')}`);
  await context.close();
}
await browser.close();
