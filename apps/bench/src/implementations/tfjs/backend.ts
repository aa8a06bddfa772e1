import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** Makes a backend the active one. */
export async function useBackend(name: string): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend(name);
  await tf.ready();
}
