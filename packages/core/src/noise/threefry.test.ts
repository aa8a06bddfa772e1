import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/golden/noise.json' with { type: 'json' };
import { InvalidArgumentError } from '../errors.ts';
import { fold, threefry2x32, threefryInto, type Words } from './threefry.ts';

const word = fc.nat({ max: 0xffffffff });

function differentBits(a: Words, b: Words): number {
  const bits = [a[0] ^ b[0], a[1] ^ b[1]].map((each) => (each >>> 0).toString(2)).join('');
  return bits.replaceAll('0', '').length;
}

describe('threefry2x32', () => {
  it.each(golden.threefry2x32)('gives the known answer for $rounds rounds, $key, $counter', (answer) => {
    const { key, counter, rounds, out } = answer;
    expect(threefry2x32(key as [number, number], counter as [number, number], rounds)).toEqual(out);
  });

  it('has 13 rounds by default, as its example says', () => {
    expect(threefry2x32([0, 0], [0, 0])).toEqual([2635882182, 2345994033]);
  });

  it('is a bijection: no two counters under one key meet', () => {
    const seen = new Set<string>();
    for (let block = 0; block < 64; block++) {
      for (let stream = 0; stream < 64; stream++) seen.add(threefry2x32([1, 2], [block, stream]).join());
    }
    expect(seen.size).toBe(64 * 64);
  });

  it('changes about half of the bits when one bit of key or counter changes', () => {
    let changed = 0;
    for (let bit = 0; bit < 32; bit++) {
      const flip = 2 ** bit;
      const at = threefry2x32([0, 0], [0, 0]);
      for (const [key, counter] of [
        [
          [flip, 0],
          [0, 0],
        ],
        [
          [0, flip],
          [0, 0],
        ],
        [
          [0, 0],
          [flip, 0],
        ],
        [
          [0, 0],
          [0, flip],
        ],
      ] as const) {
        changed += differentBits(at, threefry2x32(key, counter));
      }
    }
    expect(Math.abs(changed / 128 - 32)).toBeLessThan(2);
  });

  it('returns what the unchecked form writes', () => {
    fc.assert(
      fc.property(word, word, word, word, fc.nat({ max: 32 }), (k0, k1, c0, c1, rounds) => {
        const written = threefryInto(new Uint32Array(2), [k0, k1], c0, c1, rounds);
        expect(threefry2x32([k0, k1], [c0, c1], rounds)).toEqual([...written]);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['a negative word of the key', [-1, 0], [0, 0], 13, /key\[0\] .* got -1\./],
    ['a word of the key that is too large', [0, 2 ** 32], [0, 0], 13, /key\[1\] .* got 4294967296\./],
    ['a fraction in the counter', [0, 0], [0.5, 0], 13, /counter\[0\] .* got 0\.5\./],
    ['a counter of one word', [0, 0], [0], 13, /counter must be an array of two .* got \[0\]\./],
    [
      'a typed array',
      new Uint32Array(2),
      [0, 0],
      13,
      /key must be an array of two .* got Uint32Array of 2 elements\./,
    ],
    ['NaN rounds', [0, 0], [0, 0], Number.NaN, /rounds .* got NaN\./],
  ])('refuses %s', (_what, key, counter, rounds, message) => {
    const act = (): unknown => threefry2x32(key as unknown as Words, counter as unknown as Words, rounds);
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(message);
  });
});

describe('fold', () => {
  it('is the cipher at counter (n, 2^32 - 1)', () => {
    const ones = 0xffffffff;
    const known = golden.threefry2x32.find((each) => each.rounds === 13 && each.counter[0] === ones);
    expect(known?.key).toEqual([ones, ones]);
    expect(fold([ones, ones], ones)).toEqual(known?.out);
  });

  it('derives another key for every purpose', () => {
    const keys = [1, 2, 3, 4].map((purpose) => fold([7, 0], purpose).join());
    expect(new Set([...keys, '7,0']).size).toBe(5);
  });

  it.each([[-1], [0.5], [2 ** 32], [Number.NaN]])('refuses the purpose %d', (purpose) => {
    expect(() => fold([7, 0], purpose)).toThrow(
      `fold: purpose must be an integer from 0 to 4294967295, got ${purpose}.`,
    );
  });
});
