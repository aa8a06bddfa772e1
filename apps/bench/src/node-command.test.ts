import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundleWorker, nodeCommand } from './node-command.ts';
import { startWorker, type WarmWorker } from './worker-process.ts';
import { smokeWorkloads } from './workloads/workloads.ts';

const worker = new URL('./implementations/unsaturate/worker.ts', import.meta.url);

it('a Node that reads TypeScript runs the worker as it is', async () => {
  expect(await nodeCommand(process.execPath, worker)).toEqual([
    process.execPath,
    '--conditions=@unsaturate/source',
    fileURLToPath(worker),
  ]);
});

it('a bundled worker does the same work, without any TypeScript', async () => {
  const bundle = await bundleWorker(fileURLToPath(worker));
  const task = {
    implementation: 'unsaturate',
    backend: 'wasm',
    threads: 2,
    workload: smokeWorkloads[0]!,
  } as const;
  const command = [process.execPath, '--no-experimental-strip-types', bundle] as const;
  const warm = (await startWorker(task, command)) as WarmWorker;
  expect(warm).toMatchObject({ runtime: `node ${process.versions.node}`, task });
  expect(warm.firstLoss).toBeCloseTo(1.559267, 5);
  expect(await warm.end()).toBeGreaterThanOrEqual(0); // loading may have taken more
});
