import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../testing/folders.ts';
import { ptbCharacters } from './characters.ts';
import { readingOn } from './reading-on.ts';
import { ptb } from './words.ts';

describe('readingOn', () => {
  const source = { batchesPerEpoch: 5, batch: (index: number, epoch: number) => `${epoch}.${index}` };
  const readOf = (batchesPerEpoch: number | undefined, epochs: number): string[] => {
    const cut = readingOn(source, batchesPerEpoch);
    return Array.from({ length: epochs * cut.batchesPerEpoch }, (_, n) =>
      cut.batch(n % cut.batchesPerEpoch, Math.floor(n / cut.batchesPerEpoch)),
    );
  };

  it('goes on where the epoch before stopped, and round the end', () => {
    expect(readOf(2, 3)).toEqual(['0.0', '0.1', '0.2', '0.3', '0.4', '1.0']);
    expect(readOf(7, 1)).toEqual(['0.0', '0.1', '0.2', '0.3', '0.4', '1.0', '1.1']);
  });

  it('is the source itself without a number', () => {
    expect(readOf(undefined, 2)).toEqual([
      '0.0',
      '0.1',
      '0.2',
      '0.3',
      '0.4',
      '1.0',
      '1.1',
      '1.2',
      '1.3',
      '1.4',
    ]);
  });
});

describe.each([ptb, ptbCharacters])('the text of $name', (experiment) => {
  it('must be named for the setup that is reported, and only there', async () => {
    await expect(experiment.checkData!(undefined, 'paper')).rejects.toThrow(
      /--data must name a folder with ptb\.train\.txt.*simple-examples\.tgz.* read Moby Dick/s,
    );
    await expect(experiment.checkData!(undefined, 'quick')).resolves.toBeUndefined();
  });

  it('must be there', async () => {
    const folders = temporaryFolders();
    await expect(experiment.checkData!(folders.runs, 'paper')).rejects.toThrow(
      /--data must name a folder with ptb\.train\.txt.*does not exist.*simple-examples\.tgz.* read Moby Dick/s,
    );
    mkdirSync(folders.runs);
    await expect(experiment.checkData!(folders.runs, 'quick')).rejects.toThrow(
      /--data must .* It has no ptb\.train\.txt, ptb\.valid\.txt, ptb\.test\.txt\..* read Moby Dick/s,
    );
    folders.remove();
  });
});

describe('the learning rate of the word model', () => {
  it('is halved with every epoch after the fourth', async () => {
    const { learningRate, model } = await ptb.plan({
      preset: 'smoke',
      arm: 'soft',
      seed: 1,
      data: undefined,
    });
    const rates = [0, 3, 4, 5, 12].map((epoch) => learningRate({ epoch, update: 0 }));
    expect(rates).toEqual([1, 1, 0.5, 0.25, 2 ** -9]);
    for (const each of Object.values(model.parameters)) each.dispose();
  });
});
