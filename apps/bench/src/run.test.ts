import { describe, expect, it } from 'vitest';
import { type Implementation, inNode } from './implementations/implementations.ts';
import type { ImplementationName } from './implementations/task.ts';
import { repetitions, runWorkloads } from './run.ts';
import { startWorker } from './worker-process.ts';
import { smokeWorkloads } from './workloads/workloads.ts';

const smoke = smokeWorkloads[0]!;
const lie = `console.log('{"runtime": "python 3", "firstLoss": 9}');
  require('node:readline').createInterface(process.stdin)
    .on('line', () => console.log('{"msPerStep": 1}'))
    .on('close', () => console.log('{"peakBytes": 5}'))`;
const dying: Implementation = {
  name: 'jax-js',
  backends: ['wasm'],
  threads: 'one',
  start: async (task) => startWorker(task, [process.execPath, '-e', 'throw new TypeError("no such kernel")']),
};
const lying: Implementation = {
  name: 'pytorch',
  backends: ['native'],
  threads: 'any',
  start: async (task) => startWorker(task, [process.execPath, '-e', lie]),
};

const gpu = { adapter: 'a GPU', dispatches: 7, submits: 2, bytesMoved: 80 };
const saying = (name: ImplementationName, backends: readonly string[]): Implementation => ({
  name,
  backends,
  threads: 'any',
  async start(task) {
    const counts = task.backend === 'webgpu' ? { gpu } : {};
    return {
      task,
      runtime: 'node 24',
      firstLoss: Number.NaN,
      ...counts,
      repeat: async () => 61_000,
      end: async () => 1,
    };
  },
});

describe('runWorkloads', () => {
  it.each([
    ['webgpu', ['webgpu 1', 'webgpu 1']],
    ['cpu', ['cpu 1', 'cpu 2', 'wasm 1', 'wasm 2', 'native 1', 'native 2']],
    [undefined, ['cpu 1', 'cpu 2', 'wasm 1', 'wasm 2', 'wasm 1', 'wasm 2', 'native 1', 'native 2']],
  ])('runs what the backend %s has, and counts only on a GPU', async (backend, expected) => {
    const messages: string[] = [];
    const measured = await runWorkloads([smoke], {
      implementations: [
        saying('unsaturate', ['cpu', 'wasm', 'webgpu']),
        saying('jax-js', ['wasm', 'webgpu']),
        saying('pytorch', ['native']),
      ],
      backend,
      threads: [1, 2],
      report: (message) => messages.push(message),
    });
    expect(measured.map((each) => `${each.backend} ${each.threads}`)).toEqual(expected);
    for (const each of measured) {
      const isOnGpu = each.backend === 'webgpu';
      const { adapter, dispatches, submits, bytesMoved } = each;
      expect({ adapter, dispatches, submits, bytesMoved }).toEqual(isOnGpu ? gpu : {});
      expect(each.repetitions).toHaveLength(1); // more than a minute a step
    }
    expect(messages.filter((message) => message.includes('NOT THE SAME WORK'))).toHaveLength(expected.length);
  });

  it('does several workloads in turns', async () => {
    const order: string[] = [];
    const counting: Implementation = {
      ...saying('unsaturate', ['cpu']),
      start: async (task) => ({
        task,
        runtime: 'node 24',
        firstLoss: task.workload === smoke ? 1 : 2,
        repeat: async () => order.push(task.workload.name),
        end: async () => 1,
      }),
    };
    const messages: string[] = [];
    const report = (message: string): number => messages.push(message);
    const options = { implementations: [counting], backend: 'cpu', threads: [1], report };
    const measured = await runWorkloads([smoke, smokeWorkloads[1]!], options);
    expect(measured.map(({ workload }) => workload)).toEqual(['smoke', 'smoke-gru']);
    expect(order).toEqual(Array.from({ length: repetitions }, () => ['smoke', 'smoke-gru']).flat());
    expect(messages.some((message) => message.includes('NOT THE SAME WORK'))).toBe(false);
  });

  it('measures a tiny model end to end; tells of workers that die or do other work', async () => {
    const eager = inNode(process.execPath).find(({ name }) => name === 'unsaturate eager')!;
    const messages: string[] = [];
    const measured = await runWorkloads([smoke], {
      implementations: [eager, dying, lying],
      backend: 'wasm',
      threads: [1, 2],
      report: (message) => messages.push(message),
    });
    expect(measured).toHaveLength(3);
    const [ours, other, another] = measured;
    expect(ours).toMatchObject({
      workload: 'smoke',
      implementation: 'unsaturate eager',
      backend: 'wasm',
      runtime: `node ${process.versions.node}`,
      threads: 1,
    });
    expect(ours!.repetitions).toHaveLength(repetitions);
    expect(ours!.msPerStep).toBeGreaterThan(0);
    expect(ours!.gflops).toBeGreaterThan(0);
    expect(ours!.peakBytes).toBeGreaterThanOrEqual(0); // loading may have taken more
    expect(ours!.firstLoss).toBeCloseTo(1.559267, 5); // as PyTorch, tf.layers and jax-js
    expect(other).toMatchObject({ implementation: 'pytorch', threads: 1, msPerStep: 1, peakBytes: 5 });
    expect(another).toMatchObject({ implementation: 'pytorch', threads: 2, runtime: 'python 3' });
    expect(messages).toContain('smoke: jax-js (wasm, threads: 1): left out, TypeError: no such kernel');
    expect(messages.some((message) => message.includes('pytorch (native): NOT THE SAME WORK'))).toBe(true);
  });
});
