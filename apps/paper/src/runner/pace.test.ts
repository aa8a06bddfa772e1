import { describe, expect, it } from 'vitest';
import { startPace } from './pace.ts';

describe('startPace', () => {
  it('guesses from the updates after the first report, once two seconds have passed', () => {
    const pace = startPace();
    const at = (update: number, now: number): void => pace.note({ update, total: 100, nll: 1 }, now);
    expect(pace.secondsInAll()).toBeUndefined();
    at(1, 30);
    at(2, 31);
    expect(pace.secondsLeft()).toBeUndefined();
    at(5, 32);
    expect(pace.secondsInAll()).toBeCloseTo(50, 9);
    expect(pace.secondsLeft()).toBeCloseTo(47.5, 9);
  });

  it('counts only the updates of this session where a run is resumed', () => {
    const pace = startPace();
    pace.note({ update: 91, total: 100, nll: 1 }, 0);
    pace.note({ update: 93, total: 100, nll: 1 }, 4);
    expect(pace.secondsLeft()).toBe(14);
  });
});
