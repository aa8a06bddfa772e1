import * as tf from '@tensorflow/tfjs';
import { lstm } from '@unsaturate/cells';
import { scan, type Tensors, zeroState } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { profile, ready } from '../index.ts';
import { engine } from '../target/engine.ts';
import { observers } from './observe.ts';

const sizes = { inputSize: 5, units: 7 };
const [batch, time] = [3, 4];
const params = Object.fromEntries(
  Object.entries(lstm.params(sizes)).map(([name, shape], i) => [
    name,
    tf.randomUniform([...shape], -1, 1, 'float32', i),
  ]),
) as Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>;

describe('profile', () => {
  it('names every product of a scan, forward and back, with its size and how often it ran', async () => {
    await tf.setBackend('cpu');
    const xs = tf.randomUniform([batch, time, sizes.inputSize], -1, 1, 'float32', 9);
    const gradient = tf.grad((xs) => scan(lstm, params, xs, zeroState(lstm, sizes, batch)).outputs);
    const used = engine().heap.used;
    const { threads, limits, ms, entries } = await profile(() => tf.dispose(gradient(xs)));

    expect(threads).toBe(1);
    expect(limits.gflops).toBeGreaterThan(0.1);
    expect(limits.gigabytesPerSecond).toBeGreaterThan(0.1);
    const inPlans = entries.reduce((sum, each) => sum + each.ms, 0);
    expect(inPlans).toBeGreaterThan(0);
    expect(inPlans).toBeLessThanOrEqual(ms);

    expect(new Set(entries.map(({ plan }) => plan))).toEqual(new Set(['scan']));
    const products = entries.filter(({ kind }) => kind === 'product');
    const named = (direction: string, phase: string, what: string) =>
      products.find(
        (each) => each.direction === direction && each.phase === phase && each.what.startsWith(what),
      );
    const gates = 4 * sizes.units;
    // x W of all time steps at once, h U in each; backward dz U' in each, dz W' for the gradient in x alone.
    expect(named('forward', 'before', '[12, 5] [5, 28]')).toMatchObject({
      count: 1,
      flops: 2 * 12 * 5 * gates,
    });
    expect(named('forward', 'step', '[3, 7] [7, 28]')).toMatchObject({
      count: time,
      flops: time * 2 * 3 * 7 * gates,
    });
    expect(named('backward', 'step', "[3, 28] [7, 28]'")).toMatchObject({ count: time });
    expect(named('backward', 'forInput', "[12, 28] [5, 28]'")).toMatchObject({
      count: 1,
      flops: 2 * 12 * 5 * gates,
    });
    expect(entries.filter(({ kind }) => kind === 'pack').map(({ what }) => what)).toContain('[7, 28]');
    expect(entries.filter(({ kind }) => kind === 'rest').map(({ direction }) => direction)).toEqual([
      'forward',
      'backward',
    ]);

    expect(engine().heap.used).toBe(used);
    expect(observers.size).toBe(0);
  });

  it('knows products that tfjs asks for, by two threads', async () => {
    await tf.setBackend('cpu');
    const { threads } = await ready({ threads: 2 });
    const [a, b] = [tf.ones([40, 60]), tf.ones([60, 50])];
    const found = await profile(async () => {
      tf.dispose([tf.matMul(a, b), tf.matMul(a, b)]);
      await tf.nextFrame();
    });
    await ready({ threads: 1 });
    expect(threads).toBe(2);
    expect(found.threads).toBe(2);
    expect(found.entries).toMatchObject([
      { plan: 'matMul', kind: 'product', what: '[40, 60] [60, 50]', count: 2, flops: 2 * 2 * 40 * 60 * 50 },
      { plan: 'matMul', kind: 'rest', phase: 'all', count: 2 },
    ]);
  });

  it('refuses what is not a function', async () => {
    await expect(profile(3 as never)).rejects.toThrow('profile: run must be a function, got 3.');
  });

  it('passes on what is thrown, and watches no more', async () => {
    await expect(
      profile(() => {
        throw new TypeError('mine');
      }),
    ).rejects.toThrow(new TypeError('mine'));
    expect(observers.size).toBe(0);
  });
});
