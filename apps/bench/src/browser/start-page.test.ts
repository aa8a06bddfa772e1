import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inChromium } from '../implementations/implementations.ts';
import type { WarmWorker } from '../worker-process.ts';
import { smokeWorkloads } from '../workloads/workloads.ts';
import { executablePath, startInChromium } from './start-page.ts';

const hasBrowser = process.env['UNSATURATE_REQUIRE_BROWSER'] === '1' || existsSync(executablePath);

describe.skipIf(!hasBrowser)('in Chromium', () => {
  it.each([1, 2])('a tiny model is trained, threads: %d', async (threads) => {
    const workload = smokeWorkloads[0]!;
    const started = await startInChromium({
      implementation: 'unsaturate',
      backend: 'wasm',
      threads,
      workload,
    });
    expect(started).not.toHaveProperty('reason');
    const warm = started as WarmWorker;
    expect(warm.runtime).toMatch(/^chromium \d+/);
    expect(warm.firstLoss).toBeCloseTo(1.559267, 5);
    expect(await warm.repeat()).toBeGreaterThan(0);
    expect(await warm.end()).toBeGreaterThanOrEqual(0); // loading may have taken more
  });

  it('a tiny model is trained on a GPU, the same by all, and what that takes is counted', async () => {
    const workload = smokeWorkloads[0]!;
    const dispatches: number[] = [];
    for (const { name, start } of inChromium) {
      const warm = (await start({
        implementation: name,
        backend: 'webgpu',
        threads: 1,
        workload,
      })) as WarmWorker;
      expect(warm.firstLoss).toBeCloseTo(1.559267, 5);
      expect(warm.gpu!.adapter).toContain('swiftshader');
      expect(warm.gpu!.submits).toBeGreaterThan(0);
      expect(warm.gpu!.bytesMoved).toBeGreaterThanOrEqual(8); // the loss, to where it can be read, and read
      expect(await warm.repeat()).toBeGreaterThan(0);
      expect(await warm.end()).toBeGreaterThanOrEqual(0); // loading may have taken more
      dispatches.push(warm.gpu!.dispatches);
    }
    const [ours, layers] = dispatches;
    expect(ours).toBeGreaterThan(0);
    expect(ours).toBeLessThan(layers! / 3);
  });

  it('says why there is no way to do a task', async () => {
    const workload = smokeWorkloads.find(({ kind }) => kind === 'activation')!;
    const task = { implementation: 'tf.layers', backend: 'wasm', threads: 1, workload } as const;
    expect(await startInChromium(task)).toMatchObject({ task, reason: expect.stringContaining('tf.layers') });
  });
});
