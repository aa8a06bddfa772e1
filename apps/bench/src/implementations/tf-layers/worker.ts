import { useBackend } from '../tfjs/backend.ts';
import { type Build, CannotError, type Task } from '../task.ts';
import { runWorker } from '../worker.ts';
import { buildModel } from './model.ts';
import { buildOwnCell } from './own-cell.ts';

const build: Build = ({ workload }) => {
  if (workload.kind === 'model') return buildModel(workload);
  if (workload.kind === 'own-cell') return buildOwnCell(workload);
  throw new CannotError('tf.layers has no noisy activation; in tfjs ops it is "unsaturate eager"');
};

await runWorker(async ({ backend }: Task) => {
  await useBackend(backend);
  return build;
});
