import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { fixture } from '../testing/fixtures.ts';
import { chosenArms, findExperiment, seedsOption } from './find.ts';

describe('names on the command line', () => {
  it('are those of the experiments', () => {
    expect(findExperiment('run', 'counting').name).toBe('counting');
    expect(() => findExperiment('run', 'cuonting')).toThrow(
      /^run: EXPERIMENT must be one of .*"counting".*, got "cuonting"\.$/,
    );
  });

  it('are all arms or one', () => {
    expect(chosenArms('run', fixture, undefined)).toEqual(['soft', 'noisy', 'new']);
    expect(chosenArms('run', fixture, 'noisy')).toEqual(['noisy']);
    expect(() => chosenArms('run', fixture, 'loud')).toThrow(
      'run: --arm must be one of "soft", "noisy", "new", got "loud".',
    );
  });

  it('are seeds, each once', () => {
    expect(seedsOption('run', '1,2, 30')).toEqual([1, 2, 30]);
    for (const wrong of ['', '1,', 'one', '1,1', '-1', '1.5', '1e3']) {
      expect(() => seedsOption('run', wrong)).toThrow(InvalidArgumentError);
      expect(() => seedsOption('run', wrong)).toThrow(
        'run: --seeds must be different integers of at least 0',
      );
    }
  });
});
