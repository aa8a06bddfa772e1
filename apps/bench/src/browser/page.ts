/// <reference types="vite/client" />
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { type Findings, time, warmUp } from '../implementations/measure.ts';
import { type Build, CannotError, type Load, type Step, type Task } from '../implementations/task.ts';

/** The life of a worker in a page, in this order; see `runWorker`, the same in a process. */
export interface PageWorker {
  /** Loads libraries; a text says why there is no way to do the task. */
  load(task: Task): Promise<string | null>;
  /** Does the first steps. */
  warmUp(): Promise<Findings>;
  /** Gives milliseconds per step. */
  repeat(): Promise<number>;
}

/** Each loads what it needs and nothing else. */
const loads: Readonly<Record<string, () => Promise<{ readonly load: Load }>>> = {
  unsaturate: () => import('../implementations/unsaturate/load.ts'),
  'tf.layers': () => import('../implementations/tf-layers/load.ts'),
  'jax-js': () => import('../implementations/jax-js/load.ts'),
};

let task: Task;
let build: Build;
let step: Step;
let stepsPerRepetition: number;

const worker: PageWorker = {
  async load(given) {
    task = given;
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': threadedSimd,
    });
    setThreadsCount(task.threads);
    try {
      const { load } = await loads[task.implementation]!();
      build = await load(task);
      return null;
    } catch (error) {
      if (!(error instanceof CannotError)) throw error;
      return error.message;
    }
  },
  async warmUp() {
    step = build(task);
    const warm = await warmUp(step, task);
    ({ stepsPerRepetition } = warm);
    return warm.findings;
  },
  repeat: async () => time(step, stepsPerRepetition),
};

(globalThis as { worker?: PageWorker }).worker = worker;
