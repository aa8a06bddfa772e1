import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceField, flagField, numberField, readState, wholeField, writeState } from './fields.ts';

interface State {
  readonly size: number;
  readonly count: number;
  readonly kind: 'plain' | 'noisy';
  readonly on: boolean;
}

const defaults: State = { size: 1, count: 2, kind: 'plain', on: false };
const fields = {
  size: numberField(-1, 5),
  count: wholeField(0, 9),
  kind: choiceField(['plain', 'noisy']),
  on: flagField,
};
const read = (text: string) => readState(fields, defaults, new URLSearchParams(text));

describe('readState', () => {
  it('reads back what writeState wrote', () => {
    const states = fc.record<State>({
      size: fc.double({ min: -1, max: 5, noNaN: true }),
      count: fc.integer({ min: 0, max: 9 }),
      kind: fc.constantFrom('plain', 'noisy'),
      on: fc.boolean(),
    });
    fc.assert(
      fc.property(states, (state) => {
        const { state: back, problems } = read(writeState(defaults, state).toString());
        expect(back).toEqual({ ...state, size: state.size === 0 ? 0 : state.size }); // no sign of zero
        expect(problems).toEqual([]);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('writes nothing of a state that is the default', () => {
    expect(writeState(defaults, { ...defaults }).toString()).toBe('');
  });

  it.each([
    ['size=6', 'size=6, but it must be a number from -1 to 5; 1 is used.'],
    ['size=', 'size=, but it must be a number from -1 to 5; 1 is used.'],
    ['count=1.5', 'count=1.5, but it must be a whole number from 0 to 9; 2 is used.'],
    ['kind=loud', 'kind=loud, but it must be one of plain, noisy; plain is used.'],
    ['on=1', 'on=1, but it must be yes or no; no is used.'],
    ['toString=1', '"toString", which this view does not know.'],
  ])('says what is wrong with %s', (text, problem) => {
    const { state, problems } = read(text);
    expect(state).toEqual(defaults);
    expect(problems).toEqual([`The address has ${problem}`]);
  });
});
