import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { assertOneOf } from '@unsaturate/core';
import { ready } from '@unsaturate/wasm'; // compiles the recurrence

/** The backends of TensorFlow.js that run in Node; webgpu needs the npm package webgpu and a driver. */
const backends = ['wasm', 'cpu', 'webgpu'] as const;

/** Name of a backend. */
export type Backend = (typeof backends)[number];

/** The option every command has. */
export const backendArg = {
  backend: {
    type: 'string',
    description: `TensorFlow.js backend: ${backends.join(', ')} (default wasm, or that of the run)`,
  },
} as const;

/** Reads the option; `usual` is the backend without it. */
export function backendOption(where: string, name: string | undefined, usual: Backend): Backend {
  if (name === undefined) return usual;
  assertOneOf(where, '--backend', name, backends);
  return name;
}

/**
 * Makes a backend the active one; webgpu on a fresh device, if the one before was lost.
 *
 * @throws NoGpuError that says what webgpu needs and is missing.
 */
export async function useBackend(name: Backend): Promise<void> {
  tf.enableProdMode();
  if (name === 'webgpu') {
    await import('@unsaturate/webgpu'); // compiles the recurrence there
    const { startWebgpu } = await import('@unsaturate/webgpu/node');
    return startWebgpu();
  }
  await tf.setBackend(name);
  await tf.ready();
  await ready();
}
