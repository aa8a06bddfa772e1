import { useBackend } from '../tfjs/backend.ts';
import { type Build, CannotError, type Load } from '../task.ts';
import { buildActivation } from './activation.ts';
import { buildModel } from './model.ts';
import { buildNtm } from './ntm.ts';
import { buildOwnCell } from './own-cell.ts';

const registryKey = Symbol.for('@unsaturate/scan');

const build: Build = ({ implementation, workload }) => {
  const engine = implementation === 'unsaturate' ? 'compiled' : 'eager';
  if (workload.kind === 'model') return buildModel(workload, engine);
  if (workload.kind === 'own-cell') return buildOwnCell(workload, engine);
  if (workload.kind === 'ntm') return buildNtm(workload, engine);
  return buildActivation(workload);
};

export const load: Load = async ({ implementation, backend, threads }) => {
  await useBackend(backend);
  if (implementation === 'unsaturate') await loadTarget(backend, threads);
  return build;
};

/** Imports the compiled target, which registers itself with scan. */
async function loadTarget(backend: string, threads: number): Promise<void> {
  if (backend === 'webgpu') await import('@unsaturate/webgpu');
  else await startThreads(threads);
  const { [registryKey]: registry } = globalThis as { [registryKey]?: ReadonlyMap<string, unknown> };
  if (registry?.has(backend) !== true)
    throw new CannotError(`there is no compiled target for the backend ${backend}`);
}

async function startThreads(threads: number): Promise<void> {
  const target = await import('@unsaturate/wasm');
  const ready = await target.ready({ threads });
  if (ready.threads !== threads)
    throw new CannotError(`@unsaturate/wasm computes on ${ready.threads} threads`);
}
