import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CheckPage, hasBrowser, openPage } from './testing/browser.ts';

if (!hasBrowser) console.log('There is no /usr/bin/chromium: nothing was run by WebGPU.');

// A GPU in software is slow where the processor is busy, and a page goes on with what a test has given up.
vi.setConfig({ testTimeout: 240_000 });

// Kernels for hardware are slow in software.
const kinds = [
  { kernels: 'software', asHardware: false, scans: 2, randomCells: 15 },
  { kernels: 'hardware', asHardware: true, scans: 1, randomCells: 5 },
];

describe.skipIf(!hasBrowser).each(kinds)(
  'by WebGPU in Chromium, kernels for $kernels',
  ({ asHardware, scans, randomCells }) => {
    let page: CheckPage;

    beforeAll(async () => {
      page = await openPage({ asHardware });
    });

    afterAll(() => page.close());

    afterEach(async () => {
      const complaints = await page.run('complaintsSoFar');
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    });

    it('every function is what it should be', async () => {
      const errors = Object.entries(await page.run('functionErrors'));
      expect(errors.length).toBe(31);
      expect(errors.filter(([, error]) => error > 4e-6)).toEqual([]);
    });

    it('noise is that of the stream', async () => {
      expect(await page.run('noiseError')).toBeLessThan(1e-6);
    });

    it('loops compute what the interpreter does', async () => {
      await expect(page.run('checkLoops', 25)).resolves.toBeUndefined();
      expect(await page.run('largeReductionError')).toBeLessThan(1e-5);
    });

    it('products are right', async () => {
      expect(await page.run('wrongProducts')).toEqual([]);
    });

    it.each([
      'lstm',
      'gru',
      'gruResetAfter',
      'attention',
      'fastWeights',
      'deaf',
      'echo',
      'skip',
      'ntm',
      'ntmHeads',
      'ntmFeedForward',
    ])('a scan of %s gives what the eager one gives on the CPU, whatever the options', async (cell) => {
      expect(await page.run('checkCell', cell, 3, scans)).toBeLessThan(scans);
    });

    it('a scan of a random cell gives what the eager one gives on the CPU', async () => {
      await expect(page.run('checkRandomCells', 1, randomCells)).resolves.toBeUndefined();
    });

    it('gradients, variables, whole numbers and noise are those of the eager engine', async () => {
      const errors: [string, number][] = [];
      for (const name of await page.run('situationNames'))
        errors.push([name, await page.run('situationError', name)]);
      expect(errors).toHaveLength(8);
      expect(errors.filter(([, error]) => !(error < 1e-4))).toEqual([]);
    });

    it('fused ops are what they are composed of, and so are their gradients', async () => {
      await expect(page.run('checkLinearCrossEntropy', 3)).resolves.toBeUndefined();
      await expect(page.run('checkNoisyActivation', 6)).resolves.toBeUndefined();
      expect(await page.run('tiledError')).toBeLessThan(3e-5);
    });

    it('leaves no tensors and no memory behind', async () => {
      expect(await page.run('leftBehind')).toEqual({ tensors: 0, bytes: 0, allocated: 0 });
    });

    it('says what is too large, and goes on', async () => {
      const { message, ...rest } = await page.run('tooLarge');
      expect(message).toMatch(/^@unsaturate\/webgpu: \d+ bytes of GPU memory are needed .* at most \d+;/);
      expect(rest).toEqual({ isTyped: true, unchanged: true, goesOn: true });
    });

    it.each([
      // Of each of two layers a product and a loop forward, and as many backward.
      ['lstm', false, 4],
      ['lstm', true, 4],
      // Its four products wait for each other; two of the loops between them are computed with the product before.
      ['gru', false, 6],
      ['gru', true, 6],
    ] as const)('a training step of %s is few dispatches (noisy: %s)', async (cell, isNoisy, perStep) => {
      const count = (time: number) =>
        page.run('countTrainingStep', { cell, units: 12, batch: 3, time, classes: 7 }, isNoisy);
      const [short, long] = [await count(4), await count(20)];
      expect(long.dispatches - short.dispatches).toBe(2 * perStep * 16);
      expect(long.dispatches).toBeLessThanOrEqual(2 * perStep * 20 + 80);
      expect(long.submits).toBeLessThanOrEqual(10);
    });
  },
);
