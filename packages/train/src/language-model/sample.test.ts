import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { armActivations } from './arms.ts';
import { languageModel } from './language-model.ts';
import { type SampleOptions, sampleTokens } from './sample.ts';

const vocabularySize = 6;
const model = languageModel(
  { cell: 'lstm', layers: 1, units: 4, vocabularySize, initRange: 1, ...armActivations('nah') },
  [1, 0],
);

async function sample(options: Partial<SampleOptions> = {}): Promise<number[]> {
  const ids: number[] = [];
  const defaults = { prompt: Int32Array.of(0, 1), length: 200, key: [1, 0], noiseScale: 0.5 } as const;
  for await (const id of sampleTokens(model, { ...defaults, ...options })) ids.push(id);
  return ids;
}

describe('sampleTokens', () => {
  it('writes equal text for equal keys and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    const ids = await sample();
    expect(await sample()).toEqual(ids);
    expect(await sample({ key: [2, 0] })).not.toEqual(ids);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('draws each token as often as its probability says', async () => {
    model.parameters['softmax/kernel']!.assign(tf.zeros([4, vocabularySize]));
    model.parameters['softmax/bias']!.assign(tf.log(tf.tensor1d([0.5, 0.3, 0.1, 0.05, 0.05, 1e-9])));
    const ids = await sample({ length: 3000 });
    const share = (id: number): number => ids.filter((each) => each === id).length / ids.length;
    expect(share(0)).toBeCloseTo(0.5, 1);
    expect(share(1)).toBeCloseTo(0.3, 1);
    expect(share(2)).toBeCloseTo(0.1, 1);
    expect(share(5)).toBe(0);
  });

  it('never draws what is excluded, and the likeliest when cold', async () => {
    expect(await sample({ exclude: [0, 2] })).not.toContain(0);
    expect(new Set(await sample({ temperature: 0.001 }))).toEqual(new Set([0]));
  });

  it.each([
    [{ prompt: new Int32Array(0) }, 'prompt must hold at least one id'],
    [
      { prompt: Int32Array.of(vocabularySize) },
      `each from 0 to ${vocabularySize - 1}, got ${vocabularySize}`,
    ],
    [{ temperature: 0 }, 'temperature must be a finite number above 0, got 0'],
    [{ length: -1 }, 'length must be an integer of at least 0, got -1'],
  ])('refuses %o', async (options, message) => {
    await expect(sample(options)).rejects.toThrow(message);
  });
});
