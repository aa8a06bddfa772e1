import { InvalidArgumentError } from '@unsaturate/core';
import { Flickr8kFolderError, readFlickr8k } from '@unsaturate/tasks/node';
import type { PresetName } from '../../experiment/experiment.ts';

/** Throws an InvalidArgumentError for a folder without Flickr8k, and without one for the preset that needs it. */
export async function checkFlickr(data: string | undefined, preset: PresetName): Promise<void> {
  if (data === undefined) {
    if (preset === 'paper') throw folderExpected(undefined);
    return;
  }
  try {
    await readFlickr8k(data);
  } catch (error) {
    if (error instanceof Flickr8kFolderError) throw folderExpected(data, error.problem);
    throw error;
  }
}

function folderExpected(value: string | undefined, problem?: string): InvalidArgumentError {
  return new InvalidArgumentError({
    where: 'run',
    argument: '--data',
    value,
    rule:
      'name a folder of Flickr8k with Flickr8k.token.txt, Flickr_8k.trainImages.txt, Flickr_8k.devImages.txt, ' +
      'Flickr_8k.testImages.txt, features.files.txt, features.7x7x128.u8 (each also with .gz at the end) and features.meta.json',
    advice:
      `${problem === undefined ? '' : `It ${problem}. `}The texts are given on request by the University of Illinois (Hodosh, ` +
      'Young and Hockenmaier 2013); how features are laid out stands with readFlickr8k in @unsaturate/tasks. The presets ' +
      'smoke and quick take emoji, which come with this program, and need no --data.',
  });
}
