import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import type { Task } from '../implementations/task.ts';
import type { Refusal, WarmWorker } from '../worker-process.ts';
import { bundlePage } from './bundle-page.ts';
import type { PageWorker } from './page.ts';

/** Where Debian puts it. */
export const executablePath = '/usr/bin/chromium';

const options = ['--no-sandbox', '--disable-sync', '--no-first-run', '--no-proxy-server'];

/** WebGPU on a GPU made of software, whether there is another or not. */
const softwareGpu = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--ignore-gpu-blocklist',
];

/** What makes memory that threads share possible in a page. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Does the work in a page of a Chromium of its own; the page is isolated from other origins if there are several threads. */
export async function startInChromium(task: Task): Promise<WarmWorker | Refusal> {
  const folder = await bundlePage();
  let server: PreviewServer | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.close();
  };
  try {
    server = await serve(folder, task.threads > 1);
    browser = await chromium.launch({
      executablePath,
      args: task.backend === 'webgpu' ? [...options, ...softwareGpu] : options,
    });
    return await warmWorker(task, browser, server.resolvedUrls!.local[0]!, close);
  } catch (error) {
    await close();
    return { task, reason: (error as Error).message.split('\n')[0]! };
  }
}

async function serve(folder: string, isolated: boolean): Promise<PreviewServer> {
  return preview({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { outDir: '.' },
    preview: { host: '127.0.0.1', port: 0, headers: isolated ? isolation : {} },
  });
}

async function warmWorker(
  task: Task,
  browser: Browser,
  url: string,
  close: () => Promise<void>,
): Promise<WarmWorker | Refusal> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  // Libraries start as many threads as there are processors.
  await page.addInitScript((value) => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value });
  }, task.threads);
  await page.goto(url);
  await page.waitForFunction('globalThis.worker');
  const cannot = await call(page, 'load', task);
  if (cannot !== null) {
    await close();
    return { task, reason: cannot };
  }
  const baseline = await peakResidentBytes(browser, task);
  const findings = await call(page, 'warmUp');
  return {
    task,
    runtime: `chromium ${browser.version()}`,
    ...findings,
    repeat: async () => call(page, 'repeat'),
    async end() {
      const peakBytes = (await peakResidentBytes(browser, task)) - baseline;
      await close();
      return peakBytes;
    },
  };
}

/** Calls a function of the {@link PageWorker}. */
async function call<Name extends keyof PageWorker>(
  page: Page,
  name: Name,
  ...args: Parameters<PageWorker[Name]>
): Promise<Awaited<ReturnType<PageWorker[Name]>>> {
  const answer: unknown = await page.evaluate(
    `worker.${name}(${args.map((arg) => JSON.stringify(arg)).join()})`,
  );
  return answer as Awaited<ReturnType<PageWorker[Name]>>;
}

/** Of the page's process, as Linux counts it; on the backend webgpu also of the process that is the GPU. */
async function peakResidentBytes(browser: Browser, { backend }: Task): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peakOfType = async (wanted: string): Promise<number> => {
    const processes = processInfo.filter(({ type }) => type === wanted);
    // A Chromium has a spare process for the next page, which is smaller.
    return Math.max(...(await Promise.all(processes.map(async ({ id }) => peakOf(id)))));
  };
  return (await peakOfType('renderer')) + (backend === 'webgpu' ? await peakOfType('GPU') : 0);
}

async function peakOf(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8');
  return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]);
}
