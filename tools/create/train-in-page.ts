import { expect } from 'vitest';
import { preview } from 'vite';
import { startBrowser } from '../browser/chromium.ts';
import { openPage } from '../browser/watched-page.ts';

/** Milliseconds that training may take to tell of its first update. */
const patience = 60_000;

/** What was seen of a page that trains. */
export interface Visit {
  /** The status after some updates. */
  readonly status: string;
  /** Whether it is isolated from other origins. */
  readonly mayUseThreads: boolean;
  /** Errors of the page and its workers, and what they wrote to the console as such. */
  readonly errors: readonly string[];
}

/** Serves the built page in `folder`, as its own Vite settings say, starts training, pauses it and lets it go on. */
export async function trainInPage(folder: string): Promise<Visit> {
  const server = await preview({
    root: folder,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0 },
  });
  const browser = await startBrowser({ webgpu: true });
  try {
    const { page, errors } = await openPage(browser, server.resolvedUrls!.local[0]!);
    const status = page.getByRole('status');
    const text = async (): Promise<string> => (await status.textContent()) ?? '';
    const untilUpdate = async (update: number): Promise<void> =>
      expect.poll(async () => updateIn(await text()), { timeout: patience }).toBeGreaterThanOrEqual(update);

    await page.getByRole('button', { name: 'Start' }).click();
    await untilUpdate(3);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await settled(text);
    await page.getByRole('button', { name: 'Go on' }).click();
    await untilUpdate(updateIn(paused) + 1);
    const mayUseThreads = await page.evaluate<boolean>('crossOriginIsolated');
    return { status: await text(), mayUseThreads, errors };
  } finally {
    await browser.close();
    await server.close();
  }
}

const updateIn = (status: string): number => Number(/Update (\d+)/.exec(status)?.[1] ?? 0);

/** A text that has stayed the same for half a second. */
async function settled(read: () => Promise<string>): Promise<string> {
  let last = await read();
  await expect
    .poll(
      async () => {
        const before = last;
        last = await read();
        return last === before;
      },
      { interval: 500, timeout: patience },
    )
    .toBe(true);
  return last;
}
