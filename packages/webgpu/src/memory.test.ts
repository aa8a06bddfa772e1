import * as tf from '@tensorflow/tfjs-core';
import { registerTarget } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../wasm/src/target/engine.ts';
import { createWasmTarget } from '../../wasm/src/target/wasm-target.ts';
import { type CheckPage, hasBrowser, openPage } from './testing/browser.ts';
import { names, runInMemory } from './testing/page/memory.ts';

/** Bytes that a run takes on the CPU at most, beside its tensors. */
async function arenaBytesOf(name: (typeof names)[number]): Promise<number> {
  await tf.setBackend('cpu');
  const engine = createEngine();
  let peak = 0;
  const allocate = engine.heap.allocate.bind(engine.heap);
  Object.assign(engine.heap, {
    allocate(bytes: number): number {
      const at = allocate(bytes);
      peak = Math.max(peak, engine.heap.used);
      return at;
    },
  });
  registerTarget(createWasmTarget(() => engine));
  tf.tidy(() => void runInMemory(name));
  return peak;
}

describe.skipIf(!hasBrowser)('GPU memory', () => {
  it.each(names)('of an %s, tensors included, is at most twice the arena on the CPU', async (name) => {
    const page: CheckPage = await openPage({ asHardware: false });
    const onGpu = await page.run('gpuBytesOf', name);
    await page.close();
    const onCpu = await arenaBytesOf(name);
    expect(onGpu / onCpu).toBeLessThanOrEqual(2);
  });
});
