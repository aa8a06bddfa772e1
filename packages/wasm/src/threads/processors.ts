import { nodeProcess } from './node-process.ts';

/** How many processors there are, as far as a page or process may know. */
export function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  const os = nodeProcess?.getBuiltinModule?.('node:os');
  return os?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
}
