import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, startBrowser } from '../../../tools/browser/chromium.ts';
import { seriousProblems } from '../../../tools/browser/serious-problems.ts';
import { docs, site, usualBase } from './folders.ts';

const minutes = 60_000;

/** What a page must have besides its text. */
const shown = {
  '': '.VPHero .image-src',
  'start/layers.html': '.language-js',
  'mathematics.html': 'mjx-container svg',
  'compiler.html': '.plan svg',
  'api/@unsaturate/core.html': '.vp-doc a[href="#noisyactivation"]',
  'paper.html': 'table',
} as const;

const looks = [
  { width: 360, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const;

let server: PreviewServer;
let browser: Browser;
let origin: string;

describe('the built site', () => {
  it.each(['paper-report.html', 'noise.svg', '404.html', 'decisions/threads.html', 'packages/scan.html'])(
    'has %s',
    (file) => expect(existsSync(join(site, file))).toBe(true),
  );
});

describe.skipIf(!hasBrowser)('the site in Chromium, below a path', () => {
  beforeAll(async () => {
    server = await preview({
      root: docs,
      configFile: false,
      logLevel: 'error',
      appType: 'mpa',
      base: usualBase,
      build: { outDir: site },
      preview: { host: '127.0.0.1', port: 0 },
    });
    origin = new URL(server.resolvedUrls!.local[0]!).origin;
    browser = await startBrowser({ webgpu: false });
  }, 2 * minutes);

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  describe.each(looks)('$width pixels wide, $colorScheme', ({ width, colorScheme }) => {
    it.each(Object.entries(shown))(
      'shows /%s without an error or a serious violation',
      async (path, selector) => {
        const { page, faults } = await open(width, colorScheme);
        await page.goto(`${origin}${usualBase}${path}`, { waitUntil: 'networkidle' });
        await page.waitForSelector(selector);
        // The last thing that is set when the page has come alive.
        await page.waitForFunction('document.querySelector(".VPSwitchAppearance")?.title !== ""');
        const name = path.replaceAll('/', '-').replace('.html', '') || 'home';
        await page.screenshot({ path: join(docs, 'screenshots', `${name}-${width}-${colorScheme}.png`) });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await seriousProblems(page)).toEqual([]);
        expect(faults).toEqual([]);
        await page.close();
      },
      2 * minutes,
    );
  });

  it(
    'has no page that is wider than a narrow screen',
    async () => {
      const { page } = await open(360, 'light');
      const paths = globSync('**/*.html', { cwd: site, exclude: ['paper-report.html', '404.html'] });
      const wide: string[] = [];
      for (const path of paths) {
        await page.goto(`${origin}${usualBase}${path}`, { waitUntil: 'domcontentloaded' });
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > 360) wide.push(`${path}: ${width}`);
      }
      await page.close();
      expect(paths.length).toBeGreaterThan(30);
      expect(wide).toEqual([]);
    },
    5 * minutes,
  );

  it(
    'goes from page to page, and finds what is searched for',
    async () => {
      const { page, faults } = await open(1280, 'light');
      await page.goto(`${origin}${usualBase}`, { waitUntil: 'networkidle' });
      await page.click('.VPHero a.brand');
      await page.waitForURL('**/start/');
      await page.click('main td a:has-text("A cell of your own")');
      await page.waitForSelector('h1:has-text("A cell of your own")');
      await page.keyboard.press('/');
      await page.fill('#localsearch-input', 'takeStreamNumbers');
      await page.waitForSelector('.result[href*="core"]');
      expect(faults).toEqual([]);
      await page.close();
    },
    2 * minutes,
  );

  it(
    'has the report of the experiments, with curves',
    async () => {
      const { page, faults } = await open(1280, 'light');
      await page.goto(`${origin}${usualBase}paper.html`, { waitUntil: 'networkidle' });
      await page.click('main a[href$="paper-report.html"]');
      await page.waitForSelector('.uplot canvas');
      expect(faults).toEqual([]);
      await page.close();
    },
    2 * minutes,
  );

  /** An empty page, and what goes wrong in it: errors, warnings, files that are missing, and requests to elsewhere. */
  async function open(
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({
      viewport: { width, height: width < 500 ? 740 : 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    page.on('response', (response) => {
      if (!response.ok() && response.status() !== 304) faults.push(`${response.status()} ${response.url()}`);
    });
    page.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (protocol.startsWith('http') && asked !== origin) faults.push(`asks ${request.url()}`);
    });
    return { page, faults };
  }
});
