import { useBackend } from '../tfjs/backend.ts';
import { type Build, CannotError, type Task } from '../task.ts';
import { runWorker } from '../worker.ts';
import { buildActivation } from './activation.ts';
import { buildModel } from './model.ts';
import { buildOwnCell } from './own-cell.ts';

const registryKey = Symbol.for('@unsaturate/scan');

const build: Build = ({ implementation, workload }) => {
  const engine = implementation === 'unsaturate' ? 'compiled' : 'eager';
  if (workload.kind === 'model') return buildModel(workload, engine);
  if (workload.kind === 'own-cell') return buildOwnCell(workload, engine);
  return buildActivation(workload);
};

await runWorker(async ({ implementation, backend, threads }: Task) => {
  await useBackend(backend);
  if (implementation === 'unsaturate') await loadTarget(backend, threads);
  return build;
});

/** Imports the compiled target, which registers itself with scan; more than one thread is brought up on request. */
async function loadTarget(backend: string, threads: number): Promise<void> {
  const target = (await import('@unsaturate/wasm')) as {
    ready?: (options: { threads: number }) => Promise<unknown>;
  };
  const { [registryKey]: registry } = globalThis as { [registryKey]?: ReadonlyMap<string, unknown> };
  if (registry?.has(backend) !== true)
    throw new CannotError(`@unsaturate/wasm registers no target for the backend ${backend}`);
  if (threads === 1) return;
  if (target.ready === undefined) throw new CannotError('@unsaturate/wasm has no worker threads');
  await target.ready({ threads });
}
