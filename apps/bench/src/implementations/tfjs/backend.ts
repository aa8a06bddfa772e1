import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { CannotError } from '../task.ts';

/** Makes a backend the active one. Throws a CannotError where it does not start. */
export async function useBackend(name: string): Promise<void> {
  tf.enableProdMode();
  if (name === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend(name)))
    throw new CannotError(`the backend ${name} of TensorFlow.js does not start`);
  await tf.ready();
}
