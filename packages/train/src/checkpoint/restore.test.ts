import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { train } from '../loop/train.ts';
import { memoryStore, tinyOptions } from '../testing/runs.ts';
import { tinyArchitecture, tinyModel } from '../testing/tiny-model.ts';
import { type Checkpoint, decodeCheckpoint } from './checkpoint.ts';
import { CheckpointMismatchError } from './errors.ts';
import { restoreParameters } from './restore.ts';

async function trained(): Promise<{ checkpoint: Checkpoint; kernel: number[] }> {
  const model = tinyModel();
  const store = memoryStore();
  await train({ ...tinyOptions(model, store), maxUpdates: 2 });
  const kernel = [...model.parameters.kernel!.dataSync()];
  model.dispose();
  return { checkpoint: decodeCheckpoint(store.saved.at(-1)!.bytes), kernel };
}

function differencesOf(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof CheckpointMismatchError) return error.differences;
    throw error;
  }
  return 'none';
}

describe('restoreParameters', () => {
  it('gives a fresh model the trained values', async () => {
    const { checkpoint, kernel } = await trained();
    const model = tinyModel();
    const before = tf.memory().numTensors;
    expect([...model.parameters.kernel!.dataSync()]).not.toEqual(kernel);
    restoreParameters(model.parameters, tinyArchitecture(3), checkpoint);
    expect([...model.parameters.kernel!.dataSync()]).toEqual(kernel);
    expect(tf.memory().numTensors).toBe(before);
    expect(checkpoint.user).toEqual({ symbols: 'abcd' });
  });

  it('lists every difference and assigns nothing', async () => {
    const { checkpoint } = await trained();
    const model = tinyModel(4);
    const { idle: _, ...parameters } = model.parameters;
    const more = { ...parameters, more: tf.variable(tf.zeros([1])) };
    const before = [...model.parameters.outputKernel!.dataSync()];
    const architecture = { kind: 'tiny', sizes: { units: 4 }, depth: 2 };
    expect(differencesOf(() => restoreParameters(more, architecture, checkpoint))).toEqual([
      { key: 'architecture.depth', saved: undefined, given: 2 },
      { key: 'architecture.sizes.units', saved: 3, given: 4 },
      { key: 'parameters/bias', saved: 'float32 [3]', given: 'float32 [4]' },
      { key: 'parameters/idle', saved: 'float32 [2]', given: undefined },
      { key: 'parameters/kernel', saved: 'float32 [4, 3]', given: 'float32 [4, 4]' },
      { key: 'parameters/more', saved: undefined, given: 'float32 [1]' },
      { key: 'parameters/outputKernel', saved: 'float32 [3, 4]', given: 'float32 [4, 4]' },
      { key: 'parameters/recurrentKernel', saved: 'float32 [3, 3]', given: 'float32 [4, 4]' },
    ]);
    expect([...model.parameters.outputKernel!.dataSync()]).toEqual(before);
  });

  it('does not mind the order of keys', async () => {
    const { checkpoint } = await trained();
    const { parameters } = tinyModel();
    restoreParameters(parameters, { sizes: { units: 3 }, kind: 'tiny' }, checkpoint);
    expect(() => restoreParameters(parameters, { sizes: [3], kind: 'tiny' }, checkpoint)).toThrow(
      'architecture.sizes: checkpoint {"units":3}, here [3]',
    );
  });
});
