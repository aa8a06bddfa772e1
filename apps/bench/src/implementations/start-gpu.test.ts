import { describe, expect, it } from 'vitest';
import { driverEnvironment, hasDriver } from '../../../../packages/webgpu/src/testing/node-gpu.ts';
import { nodeCommand } from '../node-command.ts';
import { type Refusal, startWorker, type WarmWorker } from '../worker-process.ts';
import { smokeWorkloads } from '../workloads/workloads.ts';
import type { ImplementationName } from './task.ts';

/** Starts a worker on webgpu that finds drivers by this environment and in no other way. */
async function startWith(
  environment: Readonly<Record<string, string>>,
  implementation: ImplementationName,
): Promise<WarmWorker | Refusal> {
  const worker = new URL(`./${implementation}/worker.ts`, import.meta.url);
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const command = ['/usr/bin/env', ...variables, ...(await nodeCommand(process.execPath, worker))] as const;
  const workload = smokeWorkloads[0]!;
  return startWorker({ implementation, backend: 'webgpu', threads: 1, workload }, command);
}

describe('in Node on webgpu', () => {
  it.skipIf(!hasDriver).each(['unsaturate', 'jax-js'] as const)('%s trains a tiny model', async (name) => {
    const warm = (await startWith(driverEnvironment, name)) as WarmWorker;
    expect(warm.firstLoss).toBeCloseTo(1.559267, 5);
    expect(warm.gpu!.adapter).toMatch(/swiftshader/i);
    expect(warm.gpu!.dispatches).toBeGreaterThan(0);
    expect(warm.gpu!.bytesMoved).toBeGreaterThanOrEqual(8);
    expect(await warm.repeat()).toBeGreaterThan(0);
    expect(await warm.end()).toBeGreaterThanOrEqual(0); // loading may have taken more
  });

  it('a worker says that there is no driver', async () => {
    const nowhere = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    const refusal = await startWith(nowhere, 'unsaturate');
    expect(refusal).toMatchObject({
      reason: expect.stringMatching(/^startWebgpu: .*(adapter|package webgpu)/),
    });
  });
});
