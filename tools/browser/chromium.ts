import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether there is a browser. UNSATURATE_REQUIRE_BROWSER=1 says that there must be one, so that a test fails without it. */
export const hasBrowser: boolean =
  process.env['UNSATURATE_REQUIRE_BROWSER'] === '1' || existsSync(executablePath);

/** What gives Chromium WebGL and WebGPU on a machine without a GPU. */
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
export async function startBrowser({ webgpu }: { readonly webgpu: boolean }): Promise<Browser> {
  const gpu = webgpu ? softwareGpu : ['--disable-gpu'];
  return await chromium.launch({
    executablePath,
    args: [...gpu, '--no-sandbox', '--disable-sync', '--no-first-run', '--no-proxy-server'],
  });
}
