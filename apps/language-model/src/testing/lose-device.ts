import * as tf from '@tensorflow/tfjs-core';
import { presets } from 'shared/language-model';

// Loaded into a process of the command line before anything else: SIGUSR2 then destroys the GPU device in use.
process.on('SIGUSR2', () => {
  (tf.backend() as unknown as { readonly device: { destroy(): void } }).device.destroy();
});

// As small as a software GPU needs it.
Object.assign(presets.quick, { batchSize: 2, timeSteps: 3 });
Object.assign(presets.quick.model, { units: 4 });
