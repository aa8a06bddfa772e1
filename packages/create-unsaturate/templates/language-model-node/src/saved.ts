import { decodeCheckpoint, restoreParameters } from '@unsaturate/train';
import { fileCheckpoints } from '@unsaturate/train/node';
import type { Setup } from './setup.js';

/** Gives the model the parameters of the last checkpoint of a run. */
export async function restore({ model, architecture }: Setup, folder: string): Promise<void> {
  const last = await (await fileCheckpoints(folder)).last();
  if (last === undefined) throw new Error(`The folder "${folder}" holds no run. Make one with npm start.`);
  restoreParameters(model.parameters, architecture, decodeCheckpoint(last));
}
