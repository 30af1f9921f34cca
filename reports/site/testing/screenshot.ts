/**
 * Takes the picture of the README from a built site, in Debian's Chromium:
 *
 *     node reports/site/testing/screenshot.ts results/dashboard/index.html reports/site/screenshot.png
 */
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, picture] = process.argv.slice(2);
if (page === undefined || picture === undefined) {
  process.stderr.write('usage: node screenshot.ts PAGE.html PICTURE.png\n');
  process.exitCode = 2;
} else {
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags.split(' ') });
  try {
    const shown = await browser.newPage({ viewport: { width: 960, height: 800 }, colorScheme: 'light' });
    await shown.goto(pathToFileURL(page).href);
    // Down to the ladder's last table row: the answer, the steps, the picture.
    const bottom = await shown.evaluate(
      `document.querySelector('.figure .chart').getBoundingClientRect().bottom + 16`,
    );
    await shown.screenshot({
      path: picture,
      clip: { x: 0, y: 0, width: 960, height: Number(bottom) },
      fullPage: true,
    });
  } finally {
    await browser.close();
  }
}
