import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { count, duration, shellWord } from './words.ts';

describe('count', () => {
  it('has a singular', () => {
    expect([0, 1, 2].map((n) => count(n, 'update'))).toEqual(['0 updates', '1 update', '2 updates']);
  });
});

describe('duration', () => {
  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [185, '3 min 5 s'],
    [7830, '2 h 10 min'],
    [360_000, '100 h 0 min'],
  ])('of %d seconds', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe.skipIf(process.platform === 'win32')('shellWord', () => {
  it('leaves a plain path as it is', () => {
    expect(shellWord('runs/2026-01-31-120000-quick-nah')).toBe('runs/2026-01-31-120000-quick-nah');
  });

  it.each(['my runs/one', "it's", '$HOME', 'a;b', '*', String.raw`back\slash`, '"', '~', 'é', ''])(
    'is read by a shell as %j',
    (path) => {
      expect(execFileSync('sh', ['-c', `printf %s ${shellWord(path)}`]).toString()).toBe(path);
    },
  );
});
