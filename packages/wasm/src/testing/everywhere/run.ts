import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { bundle } from './bundle.ts';
import type { Findings, runSuite } from './suite.ts';

const executablePath = '/usr/bin/chromium';

/** Whether there is a browser, or has to be one. */
export const hasBrowser: boolean =
  existsSync(executablePath) || process.env['UNSATURATE_REQUIRE_BROWSER'] === '1';

/** What isolates a page from other origins, so that its threads may share memory. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Runs the suite in a Node. */
export async function runInNode(node: string, scans: number): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'unsaturate-'));
  try {
    const program = join(folder, 'program.mjs');
    await writeFile(program, await bundle('node'));
    const { stdout } = await promisify(execFile)(node, [program, String(scans)]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Findings;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the suite in an isolated page of headless Chromium. */
export async function runInChromium(scans: number): Promise<Findings> {
  const script = await bundle('browser');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-proxy-server'] });
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script, headers: isolation })
        : route.fulfill({
            contentType: 'text/html',
            body: '<!doctype html><script src="suite.js"></script>',
            headers: isolation,
          }),
    );
    await page.goto('https://unsaturate.test/');
    return await page.evaluate(
      async (count) => (globalThis as unknown as { runSuite: typeof runSuite }).runSuite(count),
      scans,
    );
  } finally {
    await browser.close();
  }
}
