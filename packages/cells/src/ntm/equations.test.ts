import * as tf from '@tensorflow/tfjs-core';
import { fillNormals } from '@unsaturate/core';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as addressing from './addressing.ts';
import * as memory from './memory.ts';
import * as reference from './testing/reference.ts';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const shapes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  heads: fc.integer({ min: 1, max: 3 }),
  locations: fc.integer({ min: 5, max: 9 }),
  width: fc.integer({ min: 1, max: 5 }),
  shifts: fc.constantFrom(1, 3, 5),
  seed: fc.nat({ max: 1000 }),
});

type Sizes = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

/** Random values of all that the equations take. */
function values({ batch, heads, locations, width, shifts, seed }: Sizes) {
  let stream = 0;
  const normals = (...shape: number[]): tf.Tensor =>
    tf.tensor(fillNormals([seed, 3], stream++, new Float32Array(tf.util.sizeFromShape(shape))), shape);
  return {
    k: normals(batch, heads, width),
    beta: tf.softplus(tf.mul(normals(batch, heads, 1), 3)),
    g: tf.sigmoid(normals(batch, heads, 1)),
    s: tf.softmax(normals(batch, heads, shifts)),
    gamma: tf.add(1, tf.softplus(tf.mul(normals(batch, heads, 1), 2))),
    e: tf.sigmoid(normals(batch, heads, width)),
    a: normals(batch, heads, width),
    memory: normals(batch, locations, width),
    content: tf.softmax(normals(batch, heads, locations)),
    weights: tf.softmax(normals(batch, heads, locations)),
  };
}

/** Expects [batch, K, size] to be what the reference says of each head of each sequence. */
function expectOfEachHead(actual: tf.Tensor, expected: (b: number, k: number) => readonly number[]): void {
  const rows = actual.arraySync() as number[][][];
  rows.forEach((heads, b) =>
    heads.forEach((row, k) => {
      const right = expected(b, k);
      expect(row).toHaveLength(right.length);
      row.forEach((each, i) => expect(each).toBeCloseTo(right[i]!, 4));
    }),
  );
}

const array = (tensor: tf.Tensor): number[][][] => tensor.arraySync() as number[][][];

/** Runs a check on random shapes. */
function check(body: (random: ReturnType<typeof values>, sizes: Sizes) => void): void {
  const property = fc.property(shapes, (sizes) => {
    tf.tidy(() => body(values(sizes), sizes));
  });
  fc.assert(property, { seed: 5, numRuns: 25 });
}

describe('each equation is what plain loops in float64 compute', () => {
  it('content addressing, eq. 5 and 6', () => {
    expect.hasAssertions();
    check(({ k, beta, memory }) => {
      const [keys, strengths, rows] = [array(k), array(beta), array(memory)];
      expectOfEachHead(addressing.contentAddressing(k, beta, memory), (b, head) =>
        reference.contentAddressing(keys[b]![head]!, strengths[b]![head]![0]!, rows[b]!),
      );
    });
  });

  it('interpolation, eq. 7', () => {
    expect.hasAssertions();
    check(({ g, content, weights }) => {
      const [gates, now, before] = [array(g), array(content), array(weights)];
      expectOfEachHead(addressing.interpolate(g, content, weights), (b, head) =>
        reference.interpolate(gates[b]![head]![0]!, now[b]![head]!, before[b]![head]!),
      );
    });
  });

  it('circular shift, eq. 8, of any odd range', () => {
    expect.hasAssertions();
    check(({ weights, s }) => {
      const [before, shares] = [array(weights), array(s)];
      expectOfEachHead(addressing.shift(weights, s), (b, head) =>
        reference.shift(before[b]![head]!, shares[b]![head]!),
      );
    });
  });

  it('sharpening, eq. 9', () => {
    expect.hasAssertions();
    check(({ weights, gamma }) => {
      const [before, exponents] = [array(weights), array(gamma)];
      expectOfEachHead(addressing.sharpen(weights, gamma), (b, head) =>
        reference.sharpen(before[b]![head]!, exponents[b]![head]![0]!),
      );
    });
  });

  it('reading, eq. 2', () => {
    expect.hasAssertions();
    check((random) => {
      const [rows, weights] = [array(random.memory), array(random.weights)];
      expectOfEachHead(memory.read(random.memory, random.weights), (b, head) =>
        reference.read(rows[b]!, weights[b]![head]!),
      );
    });
  });

  it('erasing and adding, eq. 3 and 4, by several heads', () => {
    expect.hasAssertions();
    check((random, { heads }) => {
      const [before, weights, e, a] = [random.memory, random.weights, random.e, random.a].map(array);
      const all = Array.from({ length: heads }, (_, head) => head);
      const erased = before!.map((rows, b) =>
        all.reduce((rest, k) => reference.erase(rest, weights![b]![k]!, e![b]![k]!), rows),
      );
      const added = before!.map((rows, b) =>
        all.reduce((rest, k) => reference.add(rest, weights![b]![k]!, a![b]![k]!), rows),
      );
      expectOfEachHead(memory.erase(random.memory, random.weights, random.e), (b, row) => erased[b]![row]!);
      expectOfEachHead(memory.add(random.memory, random.weights, random.a), (b, row) => added[b]![row]!);
    });
  });
});

describe('a shift', () => {
  it('by the last share moves attention one location forward, round the end', () => {
    const weights = tf.tensor3d([[[0, 0, 0, 1]]]);
    const moved = (...s: number[]): Float32Array =>
      addressing.shift(weights, tf.tensor3d([[s]])).dataSync<'float32'>();
    expect([...moved(0, 0, 1)]).toEqual([1, 0, 0, 0]);
    expect([...moved(1, 0, 0)]).toEqual([0, 0, 1, 0]);
    expect([...moved(0, 1, 0)]).toEqual([0, 0, 0, 1]);
    expect([...moved(1)]).toEqual([0, 0, 0, 1]);
  });
});

describe('extreme values', () => {
  const [N, M] = [6, 3];
  const instructions = {
    'great strengths': { beta: 1e6 },
    'no strength': { beta: 0 },
    'great exponents': { gamma: 1e6 },
    'shut gates': { g: 0 },
    'open gates': { g: 1 },
    'zero keys': { k: 0 },
    'zero memory': { memory: 0 },
    'zero keys and memory': { k: 0, memory: 0 },
    'tiny memory': { memory: 1e-6 },
    'weights of zeros': { w: 0, g: 0 },
    'all at once': { k: 0, memory: 0, beta: 1e6, gamma: 1e6, w: 0, g: 0 },
  };

  it.each(Object.entries(instructions))(
    '%s leave a distribution, with finite gradients',
    (_name, extreme) => {
      const { k = 0.5, beta = 2, g = 0.5, gamma = 2, memory = 0.5, w } = extreme as Record<string, number>;
      const pattern = (rows: number, size: number, scale: number): tf.Tensor =>
        tf.tensor(
          Array.from({ length: rows * size }, (_, i) => scale * Math.cos(i)),
          [1, rows, size],
        );
      // A weight of exactly 0 beside one of exactly 1.
      const previous = tf.tensor([[Array.from({ length: N }, (_, i) => w ?? Number(i === 2))]]);
      const inputs = [
        pattern(1, M, k),
        tf.tensor3d([[[beta]]]),
        pattern(N, M, memory),
        tf.tensor3d([[[g]]]),
        previous,
        tf.tensor3d([[[0, 1, 0]]]),
        tf.tensor3d([[[gamma]]]),
      ];
      const weigh = (...all: tf.Tensor[]): tf.Tensor => {
        const [k, beta, memory, g, previous, s, gamma] = all as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        const content = addressing.contentAddressing(k, beta, memory);
        return addressing.sharpen(addressing.shift(addressing.interpolate(g, content, previous), s), gamma);
      };
      const weights = weigh(...inputs).dataSync<'float32'>();
      expect(weights.every((each) => each >= 0)).toBe(true);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      const loss = (...all: tf.Tensor[]): tf.Scalar =>
        tf.sum(tf.mul(weigh(...all), tf.tensor([1, -2, 3, 0.5, -1, 2])));
      for (const gradient of tf.grads(loss)(inputs))
        expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    },
  );
});
