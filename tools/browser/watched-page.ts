import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

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
