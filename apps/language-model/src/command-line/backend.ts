import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { assertOneOf } from '@unsaturate/core';
import { ready } from '@unsaturate/wasm'; // compiles the recurrence

/** The backends of TensorFlow.js that run in Node without a driver. */
const backends = ['wasm', 'cpu'] as const;

/** Name of a backend. */
export type Backend = (typeof backends)[number];

/** The option every command has. */
export const backendArg = {
  backend: {
    type: 'string',
    description: `TensorFlow.js backend: ${backends.join(' or ')} (default wasm, or that of the run)`,
  },
} as const;

/** Reads the option; `usual` is the backend without it. */
export function backendOption(where: string, name: string | undefined, usual: Backend): Backend {
  if (name === undefined) return usual;
  assertOneOf(where, '--backend', name, backends);
  return name;
}

/** Makes a backend the active one. */
export async function useBackend(name: Backend): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend(name);
  await tf.ready();
  await ready();
}
