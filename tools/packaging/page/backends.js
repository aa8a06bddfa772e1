import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';

setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedSimd,
});

// By default both GPU backends compute small tensors on the CPU.
tf.env().set('WEBGL_CPU_FORWARD', false);
tf.env().set('WEBGPU_CPU_FORWARD', false);

/** What `compute` gives with a backend of TensorFlow.js active; throws if the browser does not have it. */
export async function onBackend(name, compute) {
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} could not be started.`);
  const result = await compute();
  if (tf.getBackend() !== name) throw new Error(`${tf.getBackend()} has taken the place of ${name}.`);
  return result;
}
