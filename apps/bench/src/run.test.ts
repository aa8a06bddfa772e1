import { describe, expect, it } from 'vitest';
import { type Implementation, implementations } from './implementations/implementations.ts';
import { repetitions, runWorkload } from './run.ts';
import { smokeWorkloads } from './workloads/workloads.ts';

const smoke = smokeWorkloads[0]!;
const dying: Implementation = {
  name: 'jax-js',
  backends: ['wasm'],
  threads: [1],
  command: (node) => [node, '-e', 'throw new TypeError("no such kernel")'],
};
const lying: Implementation = {
  name: 'pytorch',
  backends: ['native'],
  threads: [1],
  command: (node) => [
    node,
    '-e',
    `console.log('{"firstLoss": 9}');
     require('node:readline').createInterface(process.stdin)
       .on('line', () => console.log('{"msPerStep": 1}'))
       .on('close', () => console.log('{"peakBytes": 5}'))`,
  ],
};

describe('runWorkload', () => {
  it('measures a tiny model end to end; tells of workers that die or do other work', async () => {
    const eager = implementations.find(({ name }) => name === 'unsaturate eager')!;
    const messages: string[] = [];
    const measured = await runWorkload(smoke, {
      implementations: [eager, dying, lying],
      backend: 'wasm',
      node: process.execPath,
      report: (message) => messages.push(message),
    });
    expect(measured).toHaveLength(2);
    const [ours, other] = measured;
    expect(ours).toMatchObject({
      workload: 'smoke',
      implementation: 'unsaturate eager',
      backend: 'wasm',
      threads: 1,
    });
    expect(ours!.repetitions).toHaveLength(repetitions);
    expect(ours!.msPerStep).toBeGreaterThan(0);
    expect(ours!.gflops).toBeGreaterThan(0);
    expect(ours!.peakBytes).toBeGreaterThan(0);
    expect(ours!.firstLoss).toBeCloseTo(1.559267, 5); // as PyTorch, tf.layers and jax-js
    expect(other).toMatchObject({ implementation: 'pytorch', msPerStep: 1, peakBytes: 5 });
    expect(messages).toContain('smoke: jax-js (wasm, threads: 1): left out, TypeError: no such kernel');
    expect(messages.some((message) => message.includes('pytorch (native): NOT THE SAME WORK'))).toBe(true);
  });
});
