import { describe, expect, it } from 'vitest';
import { drawnIntegers } from '../streams/draws.ts';
import { drawProgram } from './draw-program.ts';
import { programSplits, splitOf } from './split.ts';
import { writeProgram } from './write-program.ts';

describe('splitOf', () => {
  it('is the 32-bit FNV-1a hash modulo 3', () => {
    // Hashes of the RFC: 0xe40c292c and 0xbf9cf968.
    expect(splitOf('a')).toBe(programSplits[0xe40c292c % 3]);
    expect(splitOf('foobar')).toBe(programSplits[0xbf9cf968 % 3]);
  });

  it('gives every split a third of the programs', () => {
    const counts = { train: 0, validation: 0, test: 0 };
    for (let m = 0; m < 9000; m++) {
      counts[
        splitOf(writeProgram(drawProgram(drawnIntegers([7, 0], m), () => ({ length: 6, nesting: 3 }))))
      ]++;
    }
    for (const count of Object.values(counts)) expect(Math.abs(count - 3000)).toBeLessThan(225); // 5 deviations
  });
});
