import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { assertOneOf } from '@unsaturate/core';

/** The backends of TensorFlow.js that run in Node without a driver. */
const backends = ['wasm', 'cpu'] as const;

/** The option every command has. */
export const backendArg = {
  backend: {
    type: 'string',
    default: 'wasm',
    description: `TensorFlow.js backend: ${backends.join(' or ')}`,
  },
} as const;

/** Makes a backend the active one. */
export async function useBackend(where: string, name: string): Promise<void> {
  assertOneOf(where, '--backend', name, backends);
  tf.enableProdMode();
  await tf.setBackend(name);
  await tf.ready();
}
