import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddingLookup } from './embedding-lookup.ts';

const table = [1, 2, 3, 4, 5, 6, 7, 8];
const ids = [2, 0, 2, 2, 3, 0];
const dy = [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60];

const tableTensor = (): tf.Tensor2D => tf.tensor2d(table, [4, 2]);
const weighted = (y: tf.Tensor): tf.Tensor => tf.sum(tf.mul(y, tf.tensor(dy, y.shape)));
const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

describe.each(['cpu', 'wasm'])('embeddingLookup on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('cpu'));

  it.each([{ shape: [6] }, { shape: [2, 3] }, { shape: [3, 1, 2] }])(
    'gives rows for ids of $shape',
    ({ shape }) => {
      tf.tidy(() => {
        const y = embeddingLookup(tableTensor(), tf.tensor(ids, shape, 'int32'));
        expect(y.shape).toEqual([...shape, 2]);
        expect(numbers(y)).toEqual([5, 6, 1, 2, 5, 6, 5, 6, 7, 8, 1, 2]);
      });
    },
  );

  it('has a gradient that sums over equal ids', () => {
    tf.tidy(() => {
      for (const shape of [[6], [2, 3]]) {
        const at = tf.tensor(ids, shape, 'int32');
        const slope = tf.grad((t) => weighted(embeddingLookup(t as tf.Tensor2D, at)))(tableTensor());
        expect(slope.shape).toEqual([4, 2]);
        expect(numbers(slope)).toEqual([8, 80, 0, 0, 8, 80, 5, 50]);
      }
    });
  });

  it('looks up one id', () => {
    tf.tidy(() => {
      const id = tf.scalar(3, 'int32');
      expect(numbers(embeddingLookup(tableTensor(), id))).toEqual([7, 8]);
      const slope = tf.grad((t) => tf.sum(embeddingLookup(t as tf.Tensor2D, id)))(tableTensor());
      expect(numbers(slope)).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    });
  });

  it.each([-1, 4, 1_000_000])('refuses the id %d and leaks nothing, also under a gradient', (id) => {
    const [t, at] = [tableTensor(), tf.tensor1d([0, id, 1], 'int32')];
    const before = tf.memory().numTensors;
    const act = (): unknown => embeddingLookup(t, at);
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`embeddingLookup: ids must be from 0 to 3, got ${id}.`);
    expect(() => tf.grad((t) => tf.sum(embeddingLookup(t as tf.Tensor2D, at)))(t)).toThrow(
      InvalidArgumentError,
    );
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([t, at]);
  });

  it('leaks nothing', () => {
    const [t, at] = [tableTensor(), tf.tensor1d(ids, 'int32')];
    const before = tf.memory().numTensors;
    tf.dispose(embeddingLookup(t, at));
    tf.dispose(tf.grad((t) => tf.sum(embeddingLookup(t as tf.Tensor2D, at)))(t));
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([t, at]);
  });
});

describe('embeddingLookup', () => {
  it('has the gradient of tf.gather', async () => {
    await tf.setBackend('cpu');
    tf.tidy(() => {
      const at = tf.tensor2d(ids, [3, 2], 'int32');
      const mine = tf.grad((t) => weighted(embeddingLookup(t as tf.Tensor2D, at)))(tableTensor());
      const theirs = tf.grad((t) => weighted(tf.gather(t, at)))(tableTensor());
      expect(numbers(mine)).toEqual(numbers(theirs));
    });
  });

  it.each<[string, () => unknown, string]>([
    [
      'a table of rank 1',
      () => embeddingLookup(tf.tensor1d([1]) as tf.Tensor as tf.Tensor2D, tf.zeros([1], 'int32')),
      'table must be a float32 matrix, got "float32 [1]".',
    ],
    [
      'a table of integers',
      () => embeddingLookup(tf.zeros([4, 2], 'int32'), tf.zeros([1], 'int32')),
      'table must be a float32 matrix, got "int32 [4, 2]".',
    ],
    [
      'ids that are not integers',
      () => embeddingLookup(tableTensor(), tf.zeros([1])),
      'ids must be int32, got "float32". Cast them with tf.cast(ids, \'int32\').',
    ],
  ])('refuses %s', (_name, act, message) => {
    tf.tidy(() => {
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(`embeddingLookup: ${message}`);
    });
  });
});
