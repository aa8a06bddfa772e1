import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, UnsaturateError } from '../errors.ts';
import {
  createNoiseStream,
  NoiseStreamExhaustedError,
  randomWord,
  takeStreamNumbers,
} from './noise-stream.ts';
import { threefry2x32, type Words } from './threefry.ts';

describe('createNoiseStream', () => {
  it('splits a seed into low and high word, as its example says', () => {
    expect(createNoiseStream(7)).toEqual({ key: [7, 0], next: 0 });
    expect(createNoiseStream(2 ** 32 + 5).key).toEqual([5, 1]);
    expect(createNoiseStream(Number.MAX_SAFE_INTEGER).key).toEqual([0xffffffff, 0x1fffff]);
  });

  it('gives different seeds different keys', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (seed) => {
        const [low, high] = createNoiseStream(seed).key;
        expect(high * 2 ** 32 + low).toBe(seed);
      }),
      { seed: 1 },
    );
  });

  it('copies a key and begins where it is told', () => {
    const key: [number, number] = [1, 0xffffffff];
    const noise = createNoiseStream(key, 9);
    key[0] = 3;
    expect(noise).toEqual({ key: [1, 0xffffffff], next: 9 });
  });

  it('survives a checkpoint as JSON', () => {
    const noise = createNoiseStream(2 ** 40 + 1);
    takeStreamNumbers(noise, 3);
    const restored: unknown = JSON.parse(JSON.stringify(noise));
    expect(restored).toEqual({ key: [1, 256], next: 3 });
  });

  it.each([
    [-1, 'seed must be an integer from 0 to 2^53 - 1, got -1.'],
    [0.5, 'seed must be an integer from 0 to 2^53 - 1, got 0.5.'],
    [Number.NaN, 'seed must be an integer from 0 to 2^53 - 1, got NaN.'],
    [2 ** 53, 'seed must be an integer from 0 to 2^53 - 1, got 9007199254740992.'],
    [[1], 'key must be an array of two unsigned 32-bit integers, got [1].'],
    ['7', 'seed must be an integer from 0 to 2^53 - 1, got "7".'],
    [undefined, 'seed must be an integer from 0 to 2^53 - 1, got undefined.'],
    [[1, -1], 'key[1] must be an integer from 0 to 4294967295, got -1.'],
  ])('refuses the seed %o', (seed, message) => {
    const act = (): unknown => createNoiseStream(seed as unknown as Words);
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`createNoiseStream: ${message}`);
  });

  it.each([[-1], [1.5], [2 ** 32]])('refuses to begin at %d', (next) => {
    expect(() => createNoiseStream(7, next)).toThrow(
      `createNoiseStream: next must be an integer from 0 to 4294967295, got ${next}.`,
    );
  });
});

describe('takeStreamNumbers', () => {
  it('returns the first of consecutive numbers', () => {
    const noise = createNoiseStream(7);
    expect([1, 20, 0, 2].map((count) => takeStreamNumbers(noise, count))).toEqual([0, 1, 21, 21]);
    expect(noise.next).toBe(23);
  });

  it('throws when numbers run out, and leaves the stream as it was', () => {
    const noise = createNoiseStream(7, 0xfffffffe);
    expect(() => takeStreamNumbers(noise, 2)).toThrow(NoiseStreamExhaustedError);
    expect(noise.next).toBe(0xfffffffe);
    expect(takeStreamNumbers(noise, 1)).toBe(0xfffffffe);
    expect(noise.next).toBe(0xffffffff);
    expect(() => takeStreamNumbers(noise, 1)).toThrow(
      'takeStreamNumbers: 1 more stream numbers from 4294967295 on would repeat noise; go on with a new stream',
    );
    expect(() => takeStreamNumbers(noise, 1)).toThrow(UnsaturateError);
  });

  it.each([[-1], [0.5], [Number.NaN]])('refuses to take %d', (count) => {
    const noise = createNoiseStream(7, 5);
    expect(() => takeStreamNumbers(noise, count)).toThrow(
      `takeStreamNumbers: count must be an integer from 0 to 4294967295, got ${count}.`,
    );
    expect(noise.next).toBe(5);
  });
});

describe('randomWord', () => {
  it('is word e & 1 of block e >> 1', () => {
    const words = [0, 1, 2, 3].map((e) => randomWord([7, 1], 42, e));
    expect(words).toEqual([...threefry2x32([7, 1], [0, 42]), ...threefry2x32([7, 1], [1, 42])]);
    expect(randomWord([7, 1], 42, 0xffffffff)).toBe(threefry2x32([7, 1], [0x7fffffff, 42])[1]);
  });

  it.each([[-1], [0.5], [2 ** 32]])('refuses the element %d', (e) => {
    expect(() => randomWord([7, 1], 0, e)).toThrow(
      `randomWord: e must be an integer from 0 to 4294967295, got ${e}.`,
    );
  });
});
