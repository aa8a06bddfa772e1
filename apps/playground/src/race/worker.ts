import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@unsaturate/wasm'; // compiles the recurrence
import { type ArmRun, runArm } from './arm-run.ts';
import { createGate } from './gate.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

const gate = createGate();
const say = (message: FromWorker): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'run') void run(data.run);
  else gate[data.type]();
});

async function run(arm: ArmRun): Promise<void> {
  try {
    tf.enableProdMode();
    await tf.setBackend('cpu');
    await runArm(arm, say, gate.passed);
    say({ type: 'end' });
  } catch (error) {
    say({ type: 'failure', message: error instanceof Error ? error.message : String(error) });
  }
}
