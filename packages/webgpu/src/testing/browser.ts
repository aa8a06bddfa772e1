import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { Checks } from './page/index.ts';

const executablePath = '/usr/bin/chromium';

/** WebGPU on a machine without a GPU. */
const softwareGpu = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--ignore-gpu-blocklist',
];

/** Pages have WebGPU on secure addresses only. What is there is answered by the test. */
const address = 'https://unsaturate.test/';

/** Whether there is a browser, or has to be one. */
export const hasBrowser: boolean =
  existsSync(executablePath) ||
  process.env['CI'] === 'true' ||
  process.env['UNSATURATE_REQUIRE_BROWSER'] === '1';

/** A page in headless Chromium with the package and its checks. */
export interface CheckPage {
  run<Name extends keyof Checks>(
    name: Name,
    ...args: Parameters<Checks[Name]>
  ): Promise<Awaited<ReturnType<Checks[Name]>>>;
  close(): Promise<void>;
}

/** Bundles the checks, opens a page with them, and makes WebGPU its backend, taken for a GPU that is hardware or not. */
export async function openPage({ asHardware }: { readonly asHardware: boolean }): Promise<CheckPage> {
  const script = await bundle();
  const browser = await chromium.launch({
    executablePath,
    args: [...softwareGpu, '--no-sandbox', '--disable-sync', '--no-first-run', '--no-proxy-server'],
  });
  const page = await browser.newPage();
  await page.route('**/*', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><script src="checks.js"></script>' }),
  );
  await page.goto(address);
  const run: CheckPage['run'] = async (name, ...args) =>
    (await page.evaluate(
      async ([name, args]) => {
        const { checks } = globalThis as unknown as {
          checks: Record<string, (...args: unknown[]) => unknown>;
        };
        return await checks[name]!(...args);
      },
      [name, args] as const,
    )) as never;
  await run('start', asHardware);
  return { run, close: () => browser.close() };
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@unsaturate/source', 'module', 'browser', 'development|production'] },
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'page/index.ts'), formats: ['iife'], name: 'page' },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  return output[0].code;
}
