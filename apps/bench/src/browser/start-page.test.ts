import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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
    expect(await warm.end()).toBeGreaterThan(0);
  });

  it('says why there is no way to do a task', async () => {
    const workload = smokeWorkloads.find(({ kind }) => kind === 'activation')!;
    const task = { implementation: 'tf.layers', backend: 'wasm', threads: 1, workload } as const;
    expect(await startInChromium(task)).toMatchObject({ task, reason: expect.stringContaining('tf.layers') });
  });
});
