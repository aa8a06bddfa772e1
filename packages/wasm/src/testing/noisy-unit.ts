import type { Value } from '@unsaturate/scan';
import { argsOf } from '../loops/drawing-loop.ts';

/** Values of a loop by name: how each is made, of names that come before. */
type Named = Readonly<Record<string, Omit<Value, 'args'> & { readonly args?: readonly string[] }>>;

const binary = (fn: string, a: string, b: string) => ({ op: 'binary', fn, args: [a, b] }) as never;
const unary = (fn: string, a: string) => ({ op: 'unary', fn, args: [a] }) as never;
const load = (load: number) => ({ op: 'load', load }) as never;
const fill = (value: number) => ({ op: 'fill', value }) as never;
const select = (mask: string, then: string, otherwise: string) =>
  ({ op: 'select', args: [mask, then, otherwise] }) as never;

/** A noisy hard tanh `h + d sigma xi` and its gradients in x and p, of loads x, p, c, xi and upstream. */
export const noisyUnit: Named = {
  x: load(0),
  p: load(1),
  c: load(2),
  xi: load(3),
  upstream: load(4),
  one: fill(1),
  minusOne: fill(-1),
  half: fill(0.5),
  two: fill(2),
  none: fill(0),
  above: binary('max', 'x', 'minusOne'),
  h: binary('min', 'above', 'one'),
  delta: binary('sub', 'h', 'x'),
  minusX: unary('neg', 'x'),
  step: unary('step', 'minusX'),
  direction: select('step', 'one', 'minusOne'),
  eps: binary('mul', 'direction', 'xi'),
  t: binary('mul', 'delta', 'p'),
  s: unary('sigmoid', 't'),
  shifted: binary('sub', 's', 'half'),
  square: binary('mul', 'shifted', 'shifted'),
  sigma: binary('mul', 'square', 'c'),
  noise: binary('mul', 'eps', 'sigma'),
  phi: binary('add', 'h', 'noise'),
  dSigma: binary('mul', 'upstream', 'eps'),
  dSquare: binary('mul', 'dSigma', 'c'),
  twice: binary('mul', 'shifted', 'two'),
  dShifted: binary('mul', 'dSquare', 'twice'),
  rest: binary('sub', 'one', 's'),
  slope: binary('mul', 's', 'rest'),
  dT: binary('mul', 'dShifted', 'slope'),
  dP: binary('mul', 'dT', 'delta'),
  dDelta: binary('mul', 'dT', 'p'),
  high: binary('greaterEqual', 'x', 'minusOne'),
  low: binary('lessEqual', 'x', 'one'),
  inside: binary('and', 'high', 'low'),
  dH: binary('add', 'upstream', 'dDelta'),
  throughH: select('inside', 'dH', 'none'),
  dX: binary('sub', 'throughH', 'dDelta'),
};

/** Values of a loop, and the number of each by its name. */
export function numbered(named: Named): {
  readonly values: readonly Value[];
  readonly at: (name: string) => number;
} {
  const names = Object.keys(named);
  const at = (name: string): number => {
    const number = names.indexOf(name);
    if (number < 0) throw new Error(`numbered: no value is named ${name}`);
    return number;
  };
  const values = Object.values(named).map(({ args, ...value }) => ({
    ...value,
    ...(args && { args: args.map(at) }),
  })) as Value[];
  values.forEach((value, i) => {
    if (argsOf(value).some((arg) => arg >= i)) throw new Error(`numbered: ${names[i]} comes too early`);
  });
  return { values, at };
}
