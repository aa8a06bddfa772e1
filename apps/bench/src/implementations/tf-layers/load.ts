import { useBackend } from '../tfjs/backend.ts';
import { type Build, CannotError, type Load } from '../task.ts';
import { buildModel } from './model.ts';
import { buildOwnCell } from './own-cell.ts';

const build: Build = ({ workload }) => {
  if (workload.kind === 'model') return buildModel(workload);
  if (workload.kind === 'own-cell') return buildOwnCell(workload);
  if (workload.kind === 'ntm')
    throw new CannotError('tf.layers has no neural Turing machine; in tfjs ops it is "unsaturate eager"');
  throw new CannotError('tf.layers has no noisy activation; in tfjs ops it is "unsaturate eager"');
};

export const load: Load = async ({ backend }) => {
  await useBackend(backend);
  return build;
};
