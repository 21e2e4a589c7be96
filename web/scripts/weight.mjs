// How heavy the page is and how soon it shows something: `node scripts/weight.mjs ADDRESS [RUNS]`.
// Counts the bytes that come over the wire, to the page and to its workers: until the map and the first claims are drawn,
// when everything is at rest, and after every tab was opened.

import { chromium } from 'playwright-core';

import { scales } from './scales.mjs';

const [address = 'http://127.0.0.1:4517/', runs = '3'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const kb = (n) => `${(n / 1000).toFixed(0)} kB`;
for (let run = 0; run < Number(runs); run++) {
  const on = await scales(address);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const since = () => page.evaluate(() => performance.now() - performance.getEntriesByType('navigation')[0].loadEventEnd);
  await page.goto(on.address, { waitUntil: 'commit' });
  const claims = page.getByTestId('claims').locator('li').first().waitFor().then(since);
  const map = page.locator('.map[data-drawn]').first().waitFor({ timeout: 120_000 }).then(since);
  const after = [await claims, await map];
  const first = on.weight();
  await page.waitForTimeout(3000);
  const rest = on.weight();
  for (const tab of await page.locator('[role=tab]').all()) {
    await tab.click();
    await page.waitForTimeout(500);
  }
  const all = on.weight();
  console.log(`after the load event: claims ${after[0].toFixed(0)} ms, map drawn ${after[1].toFixed(0)} ms; page ${kb(first.page)} + answers ${kb(first.answers)} until then, ${kb(rest.page)} + ${kb(rest.answers)} at rest, ${kb(all.page)} + ${kb(all.answers)} with every tab`);
  if (run === 0) for (const [path, n] of on.files().slice(0, 16)) console.log(`  ${kb(n).padStart(8)}  ${path}`);
  await context.close();
  await on.stop();
}
await browser.close();
