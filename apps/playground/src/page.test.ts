import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, startBrowser } from '../../../tools/browser/chromium.ts';
import { seriousProblems } from '../../../tools/browser/serious-problems.ts';
import { openPage } from '../../../tools/browser/watched-page.ts';
import { views } from './shell/views.ts';
import { looks, screenshots } from './testing/looks.ts';
import { buildSite, removeSite, serveSite, type Site } from './testing/site.ts';

describe.skipIf(!hasBrowser)('the page', () => {
  let folder: string;
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    folder = await buildSite();
    site = await serveSite(folder, { isolated: true });
    browser = await startBrowser({ webgpu: false });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    if (folder) removeSite(folder);
  });

  it.each(views)(
    'shows $name on narrow and wide screens, light and dark',
    async ({ name, title }) => {
      const { page, errors, close } = await openPage(browser, `${site.url}#${name}`);
      expect(await page.evaluate('crossOriginIsolated')).toBe(true);
      for (const { width, colorScheme } of looks) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await shownView(page, title);
        await page.getByText('Opening ...').waitFor({ state: 'hidden' });
        await page.screenshot({
          path: join(screenshots, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
        expect(await seriousProblems(page), `${width} ${colorScheme}`).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      expect(errors).toEqual([]);
      await close();
    },
    120_000,
  );

  it('has no serious problem when all views are open', async () => {
    const { page, errors, close } = await openPage(browser, site.url);
    await shownView(page, 'The activation');
    for (const { title } of [...views, views[0]]) {
      await page.getByRole('link', { name: title }).click();
      await shownView(page, title);
    }
    expect(await seriousProblems(page)).toEqual([]);
    const ids = await page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it('loads less than a megabyte before anything is asked of it', async () => {
    const { page, close } = await openPage(browser, site.url);
    await shownView(page, 'The activation');
    const urls = await page.evaluate<string[]>(
      `[location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)]`,
    );
    const files = urls
      .map((url) => new URL(url).pathname)
      .map((path) => (path === '/' ? '/index.html' : path));
    expect(files.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(1);
    const bytes = files.map((file) => gzipSync(readFileSync(join(folder, file))).length);
    expect(bytes.reduce((a, b) => a + b)).toBeLessThan(1e6);
    await close();
  });

  it('works from any folder: no address in it begins at the root of the host', () => {
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).not.toMatch(/(src|href)="\//);
  });

  it('shows the state that the address has, and keeps it there', async () => {
    const hash = '#activation?base=sigmoid&variant=NAN&alpha=1.2&c=1.5';
    const { page, errors, close } = await openPage(browser, site.url + hash);
    const view = await shownView(page, 'The activation');
    const values = async () =>
      Promise.all(
        ['Function', 'Noise', 'alpha', 'c', 'p'].map(async (label) =>
          view.getByLabel(label, { exact: true }).inputValue(),
        ),
      );
    expect(await values()).toEqual(['sigmoid', 'NAN', '1.2', '1.5', '2']);
    await view.getByLabel('c', { exact: true }).press('ArrowRight');
    await view.getByLabel('p, typed').fill('-0.5');
    await view.getByLabel('p, typed').press('Enter');
    expect(new URL(page.url()).hash).toBe(`${hash.replace('1.5', '1.51')}&p=-0.5`);
    const kept = page.url();
    await page.getByRole('link', { name: 'Race' }).click();
    await page.getByRole('link', { name: 'The activation' }).click();
    await page.waitForURL(kept);
    await page.reload();
    await shownView(page, 'The activation');
    expect(await values()).toEqual(['sigmoid', 'NAN', '1.2', '1.51', '-0.5']);
    expect(errors).toEqual([]);
    await close();
  });

  it('says what is wrong with an address', async () => {
    const { page, close } = await openPage(browser, `${site.url}#activation?alpha=lots`);
    const alert = (await shownView(page, 'The activation')).getByRole('alert');
    expect(await alert.innerText()).toBe(
      'The address has alpha=lots, but it must be a number from 0 to 3; 1 is used.',
    );
    await close();
  });

  it('draws figure 4 of the paper', async () => {
    const { page, errors, close } = await openPage(browser, site.url);
    const view = await shownView(page, 'The activation');
    await view.getByLabel('Begin with').selectOption('Figure 4 of the paper: the influence of alpha');
    const chart = view.getByRole('figure', { name: 'Sampled outputs for several alphas' });
    expect(await chart.getByRole('button').allInnerTexts()).toEqual([
      'without noise',
      'alpha 0.9',
      'alpha 1',
      'alpha 1.1',
      'alpha 1.2',
    ]);
    await page.screenshot({ path: join(screenshots, 'figure-4.png') });
    expect(errors).toEqual([]);
    await close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page, close } = await openPage(browser, site.url);
    const view = await shownView(page, 'The activation');
    const plot = view.getByRole('img', { name: /^Output of/ });
    await plot.focus();
    await page.keyboard.press('Home');
    const key = view.getByRole('figure', { name: 'Output', exact: true });
    expect(await key.innerText()).toContain('at input x -4');
    await page.keyboard.press('ArrowRight');
    expect(await key.innerText()).toContain('at input x -3.9');
    await page.getByRole('link', { name: 'Race' }).focus();
    await page.keyboard.press('Enter');
    const race = await shownView(page, 'Race');
    await race.getByRole('button', { name: 'Start' }).focus();
    await page.keyboard.press('Tab'); // Reset cannot be used yet
    expect(await page.evaluate<string>('document.activeElement.textContent')).not.toBe('Reset');
    await close();
  });

  it('remembers the colors that were chosen', async () => {
    const { page, close } = await openPage(browser, site.url, { colorScheme: 'light' });
    const background = async () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByLabel('Colors').selectOption('Dark');
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await background()).toBe(dark);
    await close();
  });

  it('races two arms, also where memory cannot be shared', async () => {
    const plainSite = await serveSite(folder, { isolated: false });
    const { page, errors, close } = await openPage(browser, `${plainSite.url}#race`);
    expect(await page.evaluate('crossOriginIsolated')).toBe(false);
    const view = await shownView(page, 'Race');
    await view.getByRole('button', { name: 'Start' }).click();
    const chart = view.getByRole('figure', { name: 'Training loss' }).getByRole('img');
    await expect
      .poll(async () => lastUpdates(await words(chart)), { timeout: 120_000 })
      .toBeGreaterThanOrEqual(40);
    await view.getByRole('button', { name: 'Pause' }).click();
    await page.waitForTimeout(500); // the update under way
    const curves = curvesIn(await words(chart));
    expect(curves.map(({ title }) => title)).toEqual(['Soft', 'Noisy, annealed']);
    for (const { first, last } of curves) expect(last).toBeLessThan(0.9 * first);
    await page.waitForTimeout(500);
    expect(curvesIn(await words(chart))).toEqual(curves);
    await view.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(async () => words(chart), { timeout: 60_000 }).not.toBe(await words(chart));
    await page.screenshot({ path: join(screenshots, 'race-running.png'), fullPage: true });
    await view.getByRole('button', { name: 'Reset' }).click();
    expect(await words(chart)).toContain('Soft: nothing yet.');
    await expect.poll(() => page.workers()).toEqual([]);
    expect(errors).toEqual([]);
    await close();
    await plainSite.close();
  }, 240_000);

  it('says when a race is finished, and starts another', async () => {
    const { page, errors, close } = await openPage(browser, `${site.url}#race?task=recall&first=hard`);
    // The sizes of the page take minutes; the smallest of the experiments takes 10 updates.
    await page.evaluate(`{
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message, transfer) {
        if (message.run) message.run.preset = 'smoke';
        return postMessage.call(this, message, transfer);
      };
    }`);
    const view = await shownView(page, 'Race');
    await view.getByRole('button', { name: 'Start' }).click();
    await view.getByText('Finished.').waitFor({ timeout: 120_000 });
    expect(await view.getByText(/update 10 of 10, loss [\d.]+ on new examples/).count()).toBe(2);
    await page.screenshot({ path: join(screenshots, 'race-finished.png'), fullPage: true });
    await view.getByRole('button', { name: 'Start again' }).click();
    await view.getByText('Running.').waitFor();
    expect(await view.getByText('no update yet').count()).toBe(2);
    expect(errors).toEqual([]);
    await close();
  }, 300_000);

  it('says so when an arm cannot be trained', async () => {
    const { page, close } = await openPage(browser, `${site.url}#race`);
    await page.route(/worker/, async (route) => route.abort());
    const view = await shownView(page, 'Race');
    await view.getByRole('button', { name: 'Start' }).click();
    expect(await view.getByRole('alert').innerText()).toBe(
      'The race stopped: its code could not be loaded; load the page again.',
    );
    await page.unroute(/worker/);
    await view.getByRole('button', { name: 'Start again' }).click();
    await view.getByText('Running.').waitFor();
    expect(await view.getByRole('alert').count()).toBe(0);
    await close();
  });

  it('shows the memory of both arms in recall, and goes on while another view is shown', async () => {
    const { page, errors, close } = await openPage(browser, `${site.url}#race?task=recall&first=regular`);
    const view = await shownView(page, 'Race');
    await view.getByRole('button', { name: 'Start' }).click();
    const maps = view.getByRole('img', { name: /Place with the most attention/ });
    await expect.poll(async () => maps.count(), { timeout: 120_000 }).toBe(4);
    expect(await maps.first().getAttribute('aria-label')).toMatch(/step by step: (\d+ \(\d+%\)(, |\.)){12,}/);
    const updates = async () => lastUpdates(await words(view.getByRole('img', { name: /^Training loss/ })));
    await page.getByRole('link', { name: 'The activation' }).click();
    await shownView(page, 'The activation');
    await page.getByRole('link', { name: 'Race' }).click();
    await expect.poll(updates, { timeout: 120_000 }).toBeGreaterThanOrEqual(10);
    await page.screenshot({ path: join(screenshots, 'race-memory.png'), fullPage: true });
    expect(errors).toEqual([]);
    await close();
  }, 300_000);
});

/** The view of a title, once it is there. */
async function shownView(page: Page, title: string) {
  const view = page.getByRole('region', { name: title, exact: true });
  await view.locator('> div > *').first().waitFor();
  return view;
}

async function words(chart: ReturnType<Page['getByRole']>): Promise<string> {
  return (await chart.getAttribute('aria-label')) ?? '';
}

/** Curves as a chart tells them: `Soft: 2 at update 5, 1 at update 60.` */
function curvesIn(text: string): { title: string; first: number; last: number; update: number }[] {
  return [...text.matchAll(/([A-Z][^.:]*): ([\d.]+) at update \d+, ([\d.]+) at update (\d+)\./g)].map(
    ([, title, first, last, update]) => ({
      title: title!,
      first: Number(first),
      last: Number(last),
      update: Number(update),
    }),
  );
}

/** The last update of the curve that is behind; 0 unless there are two. */
function lastUpdates(text: string): number {
  const updates = curvesIn(text).map(({ update }) => update);
  return updates.length === 2 ? Math.min(...updates) : 0;
}
