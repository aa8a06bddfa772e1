import { onBackend } from './backends.js';
import { computations } from './computations.js';
import { imported } from './imports.js';
import { onePerPackage } from './one-per-package.js';

const backends = {};
for (const name of ['cpu', 'wasm', 'webgl', 'webgpu']) {
  backends[name] = await onBackend(name, computations);
}

globalThis.result = { imported, ...(await onBackend('cpu', onePerPackage)), backends };
