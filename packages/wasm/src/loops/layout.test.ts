import { describe, expect, it } from 'vitest';
import type { Loop } from '@unsaturate/scan';
import { layoutOf } from './layout.ts';

const at = { buffer: 0, offset: 0, block: 0 } as const;
const copy = (dims: readonly number[], timesSteps: boolean, from: number[], to: number[]): Loop => ({
  kind: 'loop',
  dims,
  timesSteps,
  loads: [{ ...at, strides: from }],
  values: [{ op: 'load', load: 0 }],
  stores: [{ ...at, strides: to, value: 0, combine: 'set' }],
});

describe('layoutOf', () => {
  it.each([
    [
      'joins what is contiguous',
      copy([2, 3, 4], false, [12, 4, 1], [12, 4, 1]),
      { factor: 12, runtime: true },
      [],
    ],
    [
      'keeps what one view jumps over',
      copy([2, 3, 4], false, [12, 4, 1], [16, 4, 1]),
      { factor: 1, runtime: true },
      [12],
    ],
    ['joins broadcast axes', copy([2, 3, 4], true, [0, 0, 0], [12, 4, 1]), { factor: 12, runtime: true }, []],
    ['drops single rounds', copy([1, 5, 1], false, [9, 1, 7], [3, 2, 8]), { factor: 5, runtime: false }, []],
    ['keeps a single round times T', copy([1, 5], true, [9, 1], [9, 1]), { factor: 1, runtime: true }, [5]],
    ['has one round without dims', copy([], false, [], []), { factor: 1, runtime: false }, []],
  ])('%s', (_, loop, outer, inner) => {
    expect(layoutOf(loop)).toMatchObject({ outer, inner });
  });

  it('takes the strides of the innermost of joined loops', () => {
    const { loads, stores } = layoutOf(copy([6, 3, 4], false, [24, -4, -1], [30, 8, 2]));
    expect({ loads, stores }).toEqual({ loads: [[24, -1]], stores: [[30, 2]] });
  });
});
