import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import type { Cell, Shapes, Tensors } from './cell.ts';

const where = 'zeroState';

/**
 * Zeros in the shapes of a cell's state.
 *
 * @param sizes - The sizes of the cell, such as `{ inputSize, units }`.
 * @param batch - Rows of each tensor, an integer of at least 1.
 * @returns The state by name, each [batch, ...].
 * @throws InvalidArgumentError for a batch out of range, or sizes that do not give the shapes of a state.
 */
export function zeroState<Sizes, State extends string>(
  cell: Pick<Cell<Sizes, string, State>, 'state'>,
  sizes: Sizes,
  batch: number,
): Tensors<State> {
  if (!isSize(batch))
    throw new InvalidArgumentError({
      where,
      argument: 'batch',
      value: batch,
      rule: 'be an integer of at least 1',
    });
  const shapes = Object.entries<readonly number[]>(stateShapes(cell, sizes));
  return Object.fromEntries(
    shapes.map(([name, shape]) => [name, tf.zeros([batch, ...shape])]),
  ) as Tensors<State>;
}

function stateShapes<Sizes>(cell: Pick<Cell<Sizes>, 'state'>, sizes: Sizes): Shapes {
  if (typeof cell?.state !== 'function')
    throw new InvalidArgumentError({ where, argument: 'cell', value: cell, rule: 'be a cell' });
  const shapes = shapesFor(cell, sizes);
  for (const [name, shape] of Object.entries(shapes)) {
    if (Array.isArray(shape) && shape.every(isSize)) continue;
    const advice = 'Check the sizes.';
    const rule = 'be an array of integers of at least 1';
    throw new InvalidArgumentError({ where, argument: `the shape of ${name}`, value: shape, rule, advice });
  }
  return shapes;
}

function shapesFor<Sizes>(cell: Pick<Cell<Sizes>, 'state'>, sizes: Sizes): Shapes {
  try {
    return cell.state(sizes);
  } catch (cause) {
    const error = new InvalidArgumentError({
      where,
      argument: 'sizes',
      value: sizes,
      rule: 'be those of the cell',
    });
    error.cause = cause;
    throw error;
  }
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
