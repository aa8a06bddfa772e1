import { onBackend } from './backends.js';
import { computations } from './computations.js';
import { imported } from './imports.js';
import { onePerPackage } from './one-per-package.js';
import { byThreads } from './threads.js';

const backends = {};
for (const name of ['cpu', 'wasm', 'webgl', 'webgpu']) {
  backends[name] = await onBackend(name, computations);
}

const threads = await onBackend('cpu', byThreads);

globalThis.result = { imported, ...(await onBackend('cpu', onePerPackage)), threads, backends };
