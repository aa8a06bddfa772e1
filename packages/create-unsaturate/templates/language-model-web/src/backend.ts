import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { ready } from '@unsaturate/wasm'; // compiles for the processor
import '@unsaturate/webgpu'; // compiles for the GPU

/** Makes WebGPU the backend where there is a GPU, else WebAssembly on all threads that the page may have. */
export async function startBackend(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter();
  const isReal = adapter && !adapter.info.isFallbackAdapter; // a GPU made of software is slower than WebAssembly
  if (isReal && (await tf.setBackend('webgpu').catch(() => false))) return 'WebGPU';
  await tf.setBackend('cpu');
  const { threads } = await ready();
  return `WebAssembly, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
}
