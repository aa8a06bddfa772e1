import { onBackend } from './backends.js';
import { computations } from './computations.js';
import { imported } from './imports.js';
import { onePerPackage } from './one-per-package.js';
import { byThreads } from './threads.js';

globalThis.result = location.search === '?threads' ? await threads() : await everything();

/** For a page that is isolated from other origins. */
async function threads() {
  return { threads: await onBackend('cpu', byThreads) };
}

async function everything() {
  const backends = {};
  for (const name of ['cpu', 'wasm', 'webgl', 'webgpu']) {
    backends[name] = await onBackend(name, computations);
  }
  return { imported, ...(await onBackend('cpu', onePerPackage)), backends };
}
