import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether there is a browser. UNSATURATE_REQUIRE_BROWSER=1 says that there must be one, so that a test fails without it. */
export const hasBrowser: boolean =
  process.env['UNSATURATE_REQUIRE_BROWSER'] === '1' || existsSync(executablePath);

/** What gives Chromium WebGPU on a machine without a GPU. */
const softwareGpu = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--ignore-gpu-blocklist',
];

/**
 * Starts headless Chromium.
 *
 * @param webgpu - Whether it has WebGPU, computed on the CPU, which makes it slower in everything else.
 */
export async function startBrowser({ webgpu = true }: { readonly webgpu?: boolean } = {}): Promise<Browser> {
  const gpu = webgpu ? softwareGpu : ['--disable-gpu'];
  return await chromium.launch({
    executablePath,
    args: [...gpu, '--no-sandbox', '--disable-sync', '--no-first-run', '--no-proxy-server'],
  });
}

/** A page in a browser context of its own, and what went wrong in it: errors, and what was written to the console as one. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens an address. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return { page, errors, close: async () => context.close() };
}
