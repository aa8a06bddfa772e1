import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { ready } from '@unsaturate/wasm'; // compiles for the processor
import '@unsaturate/webgpu'; // compiles for the GPU
import type { Device } from '../messages.ts';
import { PageProblem } from './problems.ts';

/** Makes the backend of a device the active one. */
export async function startDevice(device: Device): Promise<'webgpu' | 'cpu'> {
  tf.enableProdMode();
  if (device === 'webgpu' || (device === 'auto' && (await hasGpu()))) {
    if (await startsWebgpu()) return 'webgpu';
    if (device === 'webgpu') {
      throw new PageProblem(
        'This browser gives the page no GPU: WebGPU is missing or switched off. Choose the processor instead.',
      );
    }
  }
  await tf.setBackend('cpu');
  if (crossOriginIsolated) await ready();
  return 'cpu';
}

/** A GPU made of software is slower than the processor that it runs on. */
async function hasGpu(): Promise<boolean> {
  const { gpu } = navigator as { readonly gpu?: GPU };
  const adapter = (await gpu?.requestAdapter()) ?? null;
  if (adapter === null) return false;
  const { isFallbackAdapter, architecture } = adapter.info as {
    readonly isFallbackAdapter?: boolean;
    readonly architecture?: string;
  };
  return isFallbackAdapter !== true && architecture !== 'swiftshader';
}

async function startsWebgpu(): Promise<boolean> {
  if (tf.findBackendFactory('webgpu') === null) return false;
  return tf.setBackend('webgpu').catch(() => false);
}
