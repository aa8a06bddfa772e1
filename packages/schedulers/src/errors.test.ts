import { describe, expect, it } from 'vitest';
import { constant, InvalidArgumentError, join, linear, plateau } from './index.ts';

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
