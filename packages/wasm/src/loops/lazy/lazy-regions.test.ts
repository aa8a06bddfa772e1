import { describe, expect, it } from 'vitest';
import { noisyUnit, numbered } from '../../testing/noisy-unit.ts';
import type { LoopValue } from '../drawing-loop.ts';
import { lazyRegions } from './lazy-regions.ts';

/** The regions of named values, with names. */
function regionsOf(
  named: Parameters<typeof numbered>[0],
  results: readonly string[],
  change: (values: readonly LoopValue[]) => readonly LoopValue[] = (values) => values,
) {
  const { values, at } = numbered(named);
  const names = Object.keys(named);
  return lazyRegions(change(values), results.map(at)).map(({ guard, joints }) => ({
    guard: names[guard],
    joints: Object.fromEntries(
      [...joints].map(([value, { constant, spoilers }]) => [
        names[value],
        [constant, ...spoilers.map((each) => names[each]!).toSorted()],
      ]),
    ),
  }));
}

describe('lazyRegions', () => {
  it('leaves out the noise where p Delta is 0, but for what makes it NaN', () => {
    expect(regionsOf(noisyUnit, ['phi'])).toEqual([{ guard: 't', joints: { noise: [0, 'c', 'xi'] } }]);
  });

  it('leaves out its gradients too; a choice between NaN and a number is made outside', () => {
    const [region, ...others] = regionsOf(noisyUnit, ['phi', 'dX', 'dP']);
    expect(others).toEqual([]);
    expect(region!.guard).toBe('t');
    expect(Object.keys(region!.joints).toSorted()).toEqual(['dDelta', 'dP', 'noise']);
    expect(region!.joints['dP']).toEqual([0, 'c', 'upstream', 'xi']);
  });

  it('knows that noise drawn in the loop is finite', () => {
    const drawn = (values: readonly LoopValue[]) =>
      values.map((value, i): LoopValue => (i === 3 ? { op: 'normal', site: 0 } : value));
    expect(regionsOf(noisyUnit, ['phi'], drawn)).toEqual([{ guard: 't', joints: { noise: [0, 'c'] } }]);
  });

  it('finds several units, each with its own guard', () => {
    const second = Object.entries(noisyUnit).map(([name, value]) => [
      `${name}2`,
      { ...value, ...(value.args && { args: value.args.map((arg) => `${arg}2`) }) },
    ]);
    const both = {
      ...noisyUnit,
      ...Object.fromEntries(second),
      sum: { op: 'binary', fn: 'add', args: ['phi', 'phi2'] },
    };
    const found = regionsOf(both as typeof noisyUnit, ['sum']);
    expect(new Set(found.map(({ guard }) => guard))).toEqual(new Set(['t', 't2']));
    for (const { guard, joints } of found) {
      expect(Object.keys(joints)).toEqual([guard === 't' ? 'noise' : 'noise2']);
    }
  });

  it('does not branch for what is hardly ever 0, or hardly saves anything', () => {
    const soft = { ...noisyUnit, h: { op: 'unary', fn: 'tanh', args: ['x'] } } as typeof noisyUnit;
    expect(regionsOf(soft, ['phi', 'dX', 'dP'])).toEqual([]);
    expect(regionsOf(noisyUnit, ['t'])).toEqual([]);
    expect(regionsOf(noisyUnit, ['phi', 'noise', 'sigma', 's', 'eps'])).toEqual([]);
  });

  it('keeps outside what others need', () => {
    const [region] = regionsOf(noisyUnit, ['phi', 'eps']);
    expect(region).toEqual({ guard: 't', joints: { noise: [0, 'c', 'eps'] } });
  });
});
