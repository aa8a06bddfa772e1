import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { inverseSqrt } from '../schedule/decays.ts';
import { linear } from '../schedule/ramps.ts';
import { type NoiseScaled, noiseScaleCallback } from './noise-scale-callback.ts';

/** Multiplies by its noise scale, and notes every scale it computed with. */
class ScalingLayer extends tf.layers.Layer implements NoiseScaled {
  static readonly className = 'ScalingLayer';
  noiseScale = 1;
  readonly seen: number[] = [];

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    this.seen.push(this.noiseScale);
    return tf.mul(Array.isArray(inputs) ? inputs[0]! : inputs, this.noiseScale);
  }
}

function build(): { model: tf.Sequential; noisy: ScalingLayer[] } {
  const noisy = [new ScalingLayer(), new ScalingLayer()];
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] }), ...noisy] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  for (const layer of noisy) layer.seen.length = 0;
  return { model, noisy };
}

const data = (): [tf.Tensor, tf.Tensor] => [tf.zeros([6, 1]), tf.zeros([6, 1])];

describe('noiseScaleCallback', () => {
  it('has every layer compute each update with the value of the schedule', async () => {
    const { model, noisy } = build();
    const schedule = linear({ initial: 1, final: 0, steps: 8 });
    const callbacks = noiseScaleCallback(noisy, schedule);
    await model.fit(...data(), { batchSize: 2, epochs: 2, shuffle: false, callbacks });
    for (const layer of noisy) expect(layer.seen).toEqual([0, 1, 2, 3, 4, 5].map(schedule));
  });

  it('keeps one value for an epoch with per: epoch', async () => {
    const { model, noisy } = build();
    const schedule = inverseSqrt({ initial: 2 });
    const callbacks = noiseScaleCallback(noisy, schedule, { per: 'epoch' });
    await model.fit(...data(), { batchSize: 3, epochs: 3, callbacks });
    expect(noisy[0]!.seen).toEqual([0, 0, 1, 1, 2, 2].map(schedule));
  });

  it('stops fit when the schedule has no number to give', async () => {
    const { model, noisy } = build();
    const callbacks = noiseScaleCallback(noisy, () => Number.NaN);
    await expect(model.fit(...data(), { callbacks })).rejects.toThrow(
      'noiseScaleCallback: schedule(0) must be a finite number, got NaN.',
    );
    expect(noisy[0]!.noiseScale).toBe(1);
  });

  it('refuses what has no noise scale', () => {
    const { model, noisy } = build();
    expect(() => noiseScaleCallback([], () => 1)).toThrow(
      'noiseScaleCallback: layers must be an array, not empty, got an array of length 0.',
    );
    expect(() => noiseScaleCallback(noisy[0] as unknown as NoiseScaled[], () => 1)).toThrow(
      'noiseScaleCallback: layers must be an array, not empty, got an object.',
    );
    const layers = [noisy[0]!, model.layers[0] as unknown as NoiseScaled];
    expect(() => noiseScaleCallback(layers, () => 1)).toThrow(
      'noiseScaleCallback: layers[1].noiseScale must be a finite number, got undefined. ' +
        'Of a wrapper such as bidirectional, pass the layer inside the wrapper.',
    );
  });
});
