import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { checkFlickr } from './check-data.ts';

describe('checkFlickr', () => {
  it('asks for a folder where the preset needs one, and lets the others go without', async () => {
    await expect(checkFlickr(undefined, 'paper')).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(checkFlickr(undefined, 'quick')).resolves.toBeUndefined();
  });

  it('says what is wrong with a folder, what there should be, where it is from and what needs none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'captions-'));
    await expect(checkFlickr(folder, 'smoke')).rejects.toThrow(
      /--data must name a folder of Flickr8k with Flickr8k\.token\.txt, .*, got ".*"\. It has no .*University of Illinois.*need no --data/,
    );
    await rm(folder, { recursive: true });
  });
});
