import { describe, expect, it } from 'vitest';
import {
  constant,
  cosine,
  curriculum,
  curriculumTrigger,
  exponential,
  InvalidArgumentError,
  inverseSqrt,
  join,
  linear,
  piecewise,
  plateau,
  polynomial,
  warmup,
} from './index.ts';
import { noiseScaleCallback } from './layers/noise-scale-callback.ts';

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('InvalidArgumentError', () => {
  it('names function, argument, value and rule, in the message and as properties', () => {
    const error = errorOf(() => linear({ initial: 1, final: 0, steps: 0 }));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({
      name: 'InvalidArgumentError',
      message: 'linear: steps must be a finite number above 0, got 0.',
      where: 'linear',
      argument: 'steps',
      value: 0,
      rule: 'be a finite number above 0',
    });
  });

  it('carries the mark that all errors of the project share', () => {
    const error = errorOf(() => constant(Number.NaN)) as object;
    expect(Symbol.for('@unsaturate/error') in error).toBe(true);
  });

  it.each([
    ['3', 'got "3".'],
    [undefined, 'got undefined.'],
    [null, 'got null.'],
    [[1, 2], 'got an array of length 2.'],
    [{}, 'got an object.'],
    [Math.sqrt, 'got function sqrt.'],
  ])('says what was given: %o', (value, text) => {
    expect(() => constant(value as number)).toThrow(text);
  });

  it('says what to do where the rule does not', () => {
    expect(() => join({ schedules: [constant(1), constant(2)], boundaries: [] })).toThrow(
      /^join: boundaries must hold 1 step, one less than schedules, got an array of length 0\.$/,
    );
    expect(() => plateau({ mode: 'lower' as 'min' })).toThrow(
      'mode must be one of "min", "max", got "lower".',
    );
  });
});

describe('options', () => {
  const halves = { values: [1, 2], schedules: [constant(1), constant(2)], boundaries: [1] };
  const { values, schedules, boundaries } = halves;
  const ramp = { initial: 1, final: 0, steps: 2 };
  const given: readonly [name: string, make: (options: never) => unknown, options: object][] = [
    ['linear', linear, ramp],
    ['cosine', cosine, ramp],
    ['polynomial', polynomial, { ...ramp, power: 2 }],
    ['exponential', exponential, { initial: 1, floor: 0, period: 2, rate: 0.5 }],
    ['inverseSqrt', inverseSqrt, { initial: 1, floor: 0, period: 2 }],
    ['piecewise', piecewise, { values, boundaries }],
    ['join', join, { schedules, boundaries }],
    ['warmup', warmup, { schedule: constant(1), steps: 2, initial: 0.5 }],
    ['plateau', plateau, { factor: 0.5, patience: 2, threshold: 0, min: 0, mode: 'max' }],
    ['curriculum', curriculum, { kind: 'mix', length: 2, nesting: 2 }],
    ['curriculumTrigger', curriculumTrigger, { accuracy: 0.5, lookback: 2 }],
    ['noiseScaleCallback', (o) => noiseScaleCallback([{ noiseScale: 1 }], constant(1), o), { per: 'epoch' }],
  ];

  it.each(given)('of %s are an object without unknown keys', (where, make, options) => {
    expect(() => make(options as never)).not.toThrow();
    expect(() => make({ ...options, sizes: 2 } as never)).toThrow(InvalidArgumentError);
    expect(() => make({ ...options, sizes: 2 } as never)).toThrow(
      `${where}: options must hold only ${Object.keys(options).join(', ')}, got "sizes".`,
    );
    for (const none of [null, [], 3]) {
      expect(() => make(none as never)).toThrow(`${where}: options must be an object, got `);
    }
  });

  it.each([linear, cosine, polynomial, exponential, inverseSqrt, piecewise, join, warmup, curriculum])(
    'of %o cannot be left out',
    (make) => {
      const message = `${make.name}: options must be an object, got undefined.`;
      expect(() => (make as () => unknown)()).toThrow(message);
    },
  );
});
