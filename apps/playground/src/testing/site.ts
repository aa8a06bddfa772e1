import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** The built page, served. */
export interface Site {
  /** Folder of the built files. */
  readonly folder: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the page into a folder of its own. */
export async function buildSite(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'unsaturate-playground-'));
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return folder;
}

/**
 * Serves a built page.
 *
 * @param isolated - Whether with the headers that isolate it from other origins, as `npm run playground` does.
 */
export async function serveSite(folder: string, { isolated }: { readonly isolated: boolean }): Promise<Site> {
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir: folder },
    preview: {
      host: '127.0.0.1',
      port: 0,
      ...(!isolated && {
        headers: {
          'Cross-Origin-Opener-Policy': 'unsafe-none',
          'Cross-Origin-Embedder-Policy': 'unsafe-none',
        },
      }),
    },
  });
  return { folder, url: server.resolvedUrls!.local[0]!, close: async () => server.close() };
}

/** Removes a built page. */
export function removeSite(folder: string): void {
  rmSync(folder, { recursive: true });
}
