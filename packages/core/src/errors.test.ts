import { describe as suite, expect, it } from 'vitest';
import {
  assertFinite,
  assertKnownKeys,
  assertNonNegative,
  assertObject,
  assertOneOf,
  assertUint32,
  describe,
  InvalidArgumentError,
  UnsaturateError,
} from './errors.ts';

suite('UnsaturateError', () => {
  it('is an error with its own name and a cause', () => {
    const cause = new Error('below');
    const error = new UnsaturateError('SomethingError', 'it broke', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'SomethingError', message: 'it broke', cause });
  });

  it('knows its own kind across copies of a package, and nothing else', () => {
    const fromAnotherCopy = { [Symbol.for('@unsaturate/error')]: true };
    expect(UnsaturateError.isInstance(new UnsaturateError('A', 'b'))).toBe(true);
    expect(UnsaturateError.isInstance(fromAnotherCopy)).toBe(true);
    for (const other of [new Error('b'), null, undefined, 'text', {}]) {
      expect(UnsaturateError.isInstance(other)).toBe(false);
    }
  });
});

suite('InvalidArgumentError', () => {
  it('names function, argument, rule, value and way out, and carries them', () => {
    const argument = { where: 'f', argument: 'rate', value: -1, rule: 'be above 0', advice: 'Try 0.1.' };
    const error = new InvalidArgumentError(argument);
    expect(error.message).toBe('f: rate must be above 0, got -1. Try 0.1.');
    expect(error).toMatchObject({ where: 'f', argument: 'rate', value: -1, rule: 'be above 0' });
    expect(error).toBeInstanceOf(UnsaturateError);
  });

  it('ends after the value when there is no advice', () => {
    const error = new InvalidArgumentError({
      where: 'f',
      argument: 'rate',
      value: Number.NaN,
      rule: 'be a number',
    });
    expect(error.message).toBe('f: rate must be a number, got NaN.');
  });
});

suite('rendering of values', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  it.each([
    ['tanh', '"tanh"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [3n, '3'],
    [Symbol('s'), 'Symbol(s)'],
    [Math.abs, 'function abs'],
    [() => 0, 'function (anonymous)'],
    [new Float32Array(3), 'Float32Array of 3 elements'],
    [[1, Infinity], '[1,"Infinity"]'],
    [{ h: Math.tanh, u: undefined, n: 3n }, '{"h":"function tanh","u":"undefined","n":"3"}'],
    [circular, '[object Object]'],
  ])('renders %o as %s', (value, text) => {
    expect(describe(value)).toBe(text);
  });

  it.each([['x'.repeat(500)], [{ text: 'x'.repeat(500) }]])('cuts what is long', (value) => {
    const text = describe(value);
    expect(text).toHaveLength(120);
    expect(text.endsWith('x...')).toBe(true);
  });
});

suite('assertions', () => {
  it.each([[0], [-1.5], [1e308]])('assertFinite lets %d pass', (value) => {
    expect(() => assertFinite('f', 'a', value)).not.toThrow();
  });

  it.each([[Number.NaN], [Infinity], [-Infinity], ['1'], [null], [undefined], [1n]])(
    'assertFinite refuses %o',
    (value) => {
      expect(() => assertFinite('f', 'a', value)).toThrow(
        `f: a must be a finite number, got ${describe(value)}.`,
      );
    },
  );

  it('assertNonNegative takes finite numbers of at least 0', () => {
    for (const value of [0, 0.5, 1e308]) expect(() => assertNonNegative('f', 'a', value)).not.toThrow();
    for (const value of [-1e-9, Infinity, Number.NaN, '1', undefined]) {
      const message = `f: a must be a finite number of at least 0, got ${describe(value)}.`;
      expect(() => assertNonNegative('f', 'a', value)).toThrow(message);
    }
  });

  it('assertObject takes objects', () => {
    for (const value of [{}, new Float32Array(1)]) expect(() => assertObject('f', 'a', value)).not.toThrow();
    for (const value of [undefined, null, [], 'a', 1, Math.abs]) {
      expect(() => assertObject('f', 'a', value)).toThrow(`f: a must be an object, got ${describe(value)}.`);
    }
  });

  it('assertKnownKeys names the keys there are and the one there is not', () => {
    expect(() => assertKnownKeys('f', 'a', { rate: 1, base: undefined }, ['base', 'rate'])).not.toThrow();
    expect(() => assertKnownKeys('f', 'a', {}, [])).not.toThrow();
    expect(() => assertKnownKeys('f', 'a', { rate: 1, bas: 2 }, ['base', 'rate'])).toThrow(
      'f: a must hold only base, rate, got "bas".',
    );
    expect(() => assertKnownKeys('f', 'a', { rate: 1 }, [])).toThrow('f: a must be empty, got "rate".');
    expect(() => assertKnownKeys('f', 'a', undefined, ['base'])).toThrow(
      'f: a must be an object, got undefined.',
    );
  });

  it.each([[0], [1], [4294967295]])('assertUint32 lets %d pass', (value) => {
    expect(() => assertUint32('f', 'a', value)).not.toThrow();
  });

  it.each([[-1], [4294967296], [0.5], [Number.NaN], ['1'], [undefined]])(
    'assertUint32 refuses %o',
    (value) => {
      const message = `f: a must be an integer from 0 to 4294967295, got ${describe(value)}.`;
      expect(() => assertUint32('f', 'a', value)).toThrow(message);
    },
  );

  it('assertOneOf names the choices', () => {
    expect(() => assertOneOf('f', 'a', 'NAN', ['NAN', 'NAH'])).not.toThrow();
    expect(() => assertOneOf('f', 'a', 'nan', ['NAN', 'NAH'])).toThrow(
      'f: a must be one of "NAN", "NAH", got "nan".',
    );
    expect(() => assertOneOf('f', 'a', 'toString', ['NAN', 'NAH'])).toThrow(InvalidArgumentError);
  });
});
