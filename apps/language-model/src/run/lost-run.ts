import { UnsaturateError } from '@unsaturate/core';
import type { DeviceLostError } from '@unsaturate/webgpu';
import { describeLoss, shellWord } from 'shared/command-line';

/** Training ended because the GPU device was lost; says what is left, and how to go on. */
export class LostRunError extends UnsaturateError {
  /**
   * @param savedAt - Update of the last checkpoint, or undefined if there is none.
   * @param isRepeated - Whether the run went on from that checkpoint after a loss before.
   */
  constructor(cause: DeviceLostError, folder: string, savedAt: number | undefined, isRepeated: boolean) {
    const what = `${describeLoss(cause)}${isRepeated ? ', once more since its last checkpoint' : ''}`;
    const left =
      savedAt === undefined
        ? 'There is no checkpoint: start again, with a smaller --checkpoint-every.'
        : `The checkpoint of update ${savedAt} is kept. Go on with: npm run train -- --resume ${shellWord(folder)}`;
    super('LostRunError', `train: ${what}. ${left}`, { cause });
  }
}
