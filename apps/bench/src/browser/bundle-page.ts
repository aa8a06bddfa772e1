import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { cacheFolder } from '../node-command.ts';

const html = '<!doctype html>\n<title>bench</title>\n<script type="module" src="/page.js"></script>\n';

let bundled: Promise<string> | undefined;

/** Bundles page.ts, once, and gives the folder to be served. */
export async function bundlePage(): Promise<string> {
  return (bundled ??= buildOnce());
}

async function buildOnce(): Promise<string> {
  const folder = join(cacheFolder, 'page');
  const page = fileURLToPath(new URL('./page.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    resolve: { conditions: ['@unsaturate/source', 'module', 'browser', 'production'] },
    build: {
      target: 'esnext',
      // Libraries start workers from the text of functions.
      minify: false,
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { input: page, output: { entryFileNames: 'page.js' } },
    },
  });
  await writeFile(join(folder, 'index.html'), html);
  return folder;
}
