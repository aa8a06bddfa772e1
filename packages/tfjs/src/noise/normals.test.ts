import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  createNoiseStream,
  fillLaplaces,
  fillNormals,
  fillUniforms,
  InvalidArgumentError,
  NoiseStreamExhaustedError,
} from '@unsaturate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLaplaces, drawNormals, normalsAt, uniformsAt } from './normals.ts';

describe.each(['cpu', 'wasm'])('noise tensors on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('cpu'));

  it('hold the numbers of the core in row-major order', () => {
    tf.tidy(() => {
      const normals = normalsAt([3, 4], 5, [2, 3, 7]);
      const uniforms = uniformsAt([3, 4], 5, [42]);
      expect(normals.shape).toEqual([2, 3, 7]);
      expect(normals.dataSync()).toEqual(fillNormals([3, 4], 5, new Float32Array(42)));
      expect(uniforms.dataSync()).toEqual(fillUniforms([3, 4], 5, new Float32Array(42)));
    });
  });

  it('may be scalars or empty', () => {
    tf.tidy(() => {
      expect(normalsAt([3, 4], 5, []).dataSync()).toEqual(fillNormals([3, 4], 5, new Float32Array(1)));
      expect(normalsAt([3, 4], 5, [0, 3]).shape).toEqual([0, 3]);
    });
  });
});

describe('drawNormals', () => {
  it('takes one number of the stream per tensor', () => {
    tf.tidy(() => {
      const noise = createNoiseStream([3, 4], 5);
      const drawn = [drawNormals(noise, [3]), drawNormals(noise, [2, 2])];
      expect(noise.next).toBe(7);
      expect(drawn.map((each) => each.dataSync())).toEqual([
        fillNormals([3, 4], 5, new Float32Array(3)),
        fillNormals([3, 4], 6, new Float32Array(4)),
      ]);
    });
  });

  it('has a sibling with Laplace noise of the same stream', () => {
    tf.tidy(() => {
      const noise = createNoiseStream([3, 4], 5);
      const drawn = drawLaplaces(noise, [3, 2]);
      expect([noise.next, drawn.shape]).toEqual([6, [3, 2]]);
      expect(drawn.dataSync()).toEqual(fillLaplaces([3, 4], 5, new Float32Array(6)));
    });
  });

  it('refuses what is no stream, and leaks nothing', () => {
    const before = tf.memory().numTensors;
    expect(() => drawNormals(createNoiseStream(1, 0xffffffff), [2])).toThrow(NoiseStreamExhaustedError);
    expect(() => normalsAt([1, -1], 0, [2])).toThrow(InvalidArgumentError);
    expect(() => uniformsAt([1, 1], 0.5, [2])).toThrow(InvalidArgumentError);
    expect(tf.memory().numTensors).toBe(before);
  });
});
