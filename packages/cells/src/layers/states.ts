import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import type { Shapes, Tensors } from '@unsaturate/scan';

/** Throws unless there is one initial state for each state of the cell. */
export function checkStateCount(
  where: string,
  shapes: Shapes,
  states: readonly { readonly shape: readonly (number | null)[] }[],
): void {
  const names = Object.keys(shapes);
  if (states.length === names.length) return;
  const rule = `hold ${names.length} tensors, ${names.join(', ')}`;
  const value = states.map(({ shape }) => shape);
  throw new InvalidArgumentError({ where, argument: 'initialState', value, rule });
}

/** Throws unless outputs, [batch, time, ...], have the shape of the first state, from which tf.layers takes their size. */
export function checkOutputs(where: string, shapes: Shapes, outputs: tf.Tensor): void {
  const [name, shape = []] = Object.entries(shapes)[0] ?? ['(none)'];
  const value = outputs.shape.slice(2);
  if (tf.util.arraysEqual(value, [...shape])) return;
  const rule = `have the shape [${shape.join(', ')}] of the first state, ${name}`;
  const advice = 'List a state of the shape of the output first.';
  throw new InvalidArgumentError({ where, argument: 'the output of a step', value, rule, advice });
}

/** The states of a cell by name, from the list of [batch, size] that tf.layers keeps. */
export function namedStates(shapes: Shapes, states: readonly tf.Tensor[]): Tensors {
  const entries = Object.entries(shapes).map(([name, shape], i) => {
    const state = states[i]!;
    return [name, tf.reshape(state, [state.shape[0], ...shape])] as const;
  });
  return Object.fromEntries(entries);
}

/** The inverse of {@link namedStates}. */
export function flatStates(states: Tensors): tf.Tensor[] {
  return Object.values(states).map((state) => tf.reshape(state, [state.shape[0], -1]));
}
