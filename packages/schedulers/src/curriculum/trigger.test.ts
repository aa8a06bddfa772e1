import { describe, expect, it } from 'vitest';
import { curriculumTrigger, type CurriculumTriggerState } from './trigger.ts';

/** Whether each check fires, the state going through JSON between checks. */
function fires(
  checks: readonly (readonly [training: number, validation: number])[],
  options = {},
): boolean[] {
  const { initial, next } = curriculumTrigger(options);
  let state = initial;
  return checks.map(([training, validation]) => {
    state = JSON.parse(JSON.stringify(next(state, { training, validation }))) as CurriculumTriggerState;
    return state.fired;
  });
}

/** Checks that differ in their training accuracy only. */
function training(...accuracies: readonly number[]): [number, number][] {
  return accuracies.map((accuracy) => [accuracy, 0.5]);
}

describe('curriculumTrigger', () => {
  it('fires when the validation accuracy is above, not at, 0.95', () => {
    expect(
      fires([
        [0.5, 0.95],
        [0.6, 0.951],
      ]),
    ).toEqual([false, true]);
  });

  it('fires when the training accuracy is below that of five checks ago, not earlier', () => {
    expect(fires(training(0.5, 0.4, 0.4, 0.4, 0.4, 0.49))).toEqual([false, false, false, false, false, true]);
    expect(fires(training(0.5, 0.6, 0.6, 0.6, 0.6, 0.5, 0.59)).lastIndexOf(true)).toBe(6);
    expect(fires(training(0.5, 0.6, 0.6, 0.6, 0.6, 0.5, 0.6))).not.toContain(true);
  });

  it('compares only with checks since it last fired, that one included', () => {
    const later = training(0.9, 0.8, 0.7, 0.6, 0.5);
    expect(fires([[1, 1], ...later])).toEqual([true, false, false, false, false, true]);
    expect(fires([[0.1, 0], [0.5, 1], ...later.slice(1)]).slice(2)).toEqual([false, false, false, false]);
  });

  it('takes another accuracy and another lookback', () => {
    expect(fires([[0.5, 0.85]], { accuracy: 0.8 })).toEqual([true]);
    expect(fires(training(0.5, 0.4), { lookback: 1 })).toEqual([false, true]);
  });

  it('leaves the state it is given as it was, and remembers no more than it needs', () => {
    const { initial, next } = curriculumTrigger({ lookback: 2 });
    const states = [initial];
    for (const training of [0.1, 0.2, 0.3]) states.push(next(states.at(-1)!, { training, validation: 0 }));
    expect(states.map((state) => state.training)).toEqual([[], [0.1], [0.1, 0.2], [0.2, 0.3]]);
  });

  it('refuses accuracies and options that make no sense', () => {
    const { initial, next } = curriculumTrigger();
    expect(() => next(initial, { training: Number.NaN, validation: 1 })).toThrow(
      'curriculumTrigger: training must be a finite number, got NaN.',
    );
    expect(() => next(initial, { training: 1, validation: Number.NaN })).toThrow(
      'curriculumTrigger: validation must be a finite number, got NaN.',
    );
    expect(() => curriculumTrigger({ accuracy: -1 })).toThrow(
      'accuracy must be a finite number of at least 0',
    );
    expect(() => curriculumTrigger({ lookback: 0 })).toThrow('lookback must be an integer of at least 1');
  });
});
