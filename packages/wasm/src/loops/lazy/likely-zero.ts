import { argsOf, type LoopValue } from '../drawing-loop.ts';

/**
 * Which values of a loop are 0 for most elements, by what they are made of:
 *
 * - `clip(x) - x`, how far x is beyond where it is clipped, and `1 - flag`, where a flag mostly holds;
 * - products with one of these, and their negatives and magnitudes.
 */
export function likelyZero(values: readonly LoopValue[]): readonly boolean[] {
  const likely: boolean[] = [];
  for (const value of values) likely.push(isLikelyZero(values, value, likely));
  return likely;
}

function isLikelyZero(values: readonly LoopValue[], value: LoopValue, likely: readonly boolean[]): boolean {
  if (value.op === 'unary') return (value.fn === 'neg' || value.fn === 'abs') && likely[value.args[0]]!;
  if (value.op !== 'binary') return false;
  const [a, b] = value.args;
  if (value.fn === 'mul') return likely[a]! || likely[b]!;
  if (value.fn !== 'sub') return false;
  return clips(values, a, b) || clips(values, b, a) || (isOne(values[a]!) && isFlag(values[b]!));
}

/** Whether a value is another one, clipped. */
function clips(values: readonly LoopValue[], clipped: number, from: number): boolean {
  const value = values[clipped]!;
  if (value.op !== 'binary' || (value.fn !== 'min' && value.fn !== 'max')) return false;
  return argsOf(value).some((arg) => arg === from || clips(values, arg, from));
}

function isOne(value: LoopValue): boolean {
  return value.op === 'fill' && value.value === 1;
}

function isFlag(value: LoopValue): boolean {
  return value.op === 'unary' && value.fn === 'step';
}
