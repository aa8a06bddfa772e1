import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preview } from 'vite';
import { startBrowser } from '../browser/chromium.ts';
import type { Computed } from './agreement.ts';
import { type Output, runProgram } from './run-program.ts';

/** Where the page's bundle is, inside the page's folder. */
const bundle = 'dist';

/** What isolates a page from other origins, so that it may share memory between threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Milliseconds the page may take. */
const patience = 120_000;

/** What page/main.js computes. */
export interface PageResult {
  readonly imported: Readonly<Record<string, number>>;
  readonly scalar: number;
  readonly op: readonly number[];
  readonly layer: readonly number[];
  readonly scan: readonly number[];
  readonly schedule: number;
  /** A noisy training step by one, two and three threads: how many ran, and what they computed. */
  readonly threads: readonly { readonly running: number; readonly numbers: readonly number[] }[];
  /** The same computations on each of the backends of TensorFlow.js. */
  readonly backends: Readonly<Record<'cpu' | 'wasm' | 'webgl' | 'webgpu', Computed>>;
}

/** Bundles the page in `page` with Vite, inside `folder`; the page counts the exports of each of `imports`. */
export async function bundlePage(folder: string, imports: readonly string[]): Promise<Output> {
  cpSync(join(import.meta.dirname, 'page'), folder, { recursive: true });
  const lines = imports.map((path, index) => `import * as m${index} from '${path}';`);
  const counts = imports.map((path, index) => `  '${path}': Object.keys(m${index}).length,`);
  const source = [...lines, 'export const imported = {', ...counts, '};', ''].join('\n');
  writeFileSync(join(folder, 'imports.js'), source);
  return await runProgram(folder, 'vite', ['build', '--outDir', bundle]);
}

/** Serves the bundle in `folder`, opens it in headless Chromium and returns what it computed. */
export async function openPage(folder: string): Promise<PageResult> {
  const plain = (await visit(folder, '', {})) as Omit<PageResult, 'threads'>;
  const isolated = (await visit(folder, '?threads', isolation)) as Pick<PageResult, 'threads'>;
  return { ...plain, ...isolated };
}

/** What the page, served with some headers, leaves as its result. */
async function visit(folder: string, search: string, headers: Record<string, string>): Promise<unknown> {
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { outDir: bundle },
    preview: { host: '127.0.0.1', port: 0, headers },
  });
  const browser = await startBrowser({ webgpu: true });
  try {
    const page = await browser.newPage();
    const broken = new Promise<never>((_, reject) => page.on('pageerror', reject));
    await page.goto(server.resolvedUrls!.local[0]! + search);
    const computed = page.waitForFunction('globalThis.result', undefined, { timeout: patience });
    const result = await Promise.race([computed, broken]);
    return await result.jsonValue();
  } finally {
    await browser.close();
    await server.close();
  }
}
