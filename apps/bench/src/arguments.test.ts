import { expect, it } from 'vitest';
import {
  chooseBackend,
  chooseImplementations,
  chooseThreads,
  chooseWorkload,
  chooseWorkloads,
} from './arguments.ts';
import { inChromium } from './implementations/implementations.ts';
import { workloads } from './workloads/workloads.ts';

it('workloads are all, without the tiny ones, each alone, or those that are named, together', () => {
  expect(chooseWorkloads(undefined)).toEqual(workloads.map((each) => [each]));
  expect(chooseWorkloads('smoke-gru')).toMatchObject([[{ name: 'smoke-gru', cell: 'gru' }]]);
  expect(chooseWorkloads('smoke,lstm-200,smoke')).toMatchObject([[{ name: 'smoke' }, { name: 'lstm-200' }]]);
  expect(() => chooseWorkloads('lstm-200,lstm')).toThrow('bench: --workload must be one of lstm-200,');
  expect(() => chooseWorkload('lstm', '--profile')).toThrow(
    'bench: --profile must be one of lstm-200, lstm-650, gru-200,',
  );
});

it('threads are numbers, each once', () => {
  expect(chooseThreads(undefined)).toBeUndefined();
  expect(chooseThreads('2,1,2')).toEqual([2, 1]);
  for (const text of ['0', '1.5', 'all', '1,,2', ''])
    expect(() => chooseThreads(text)).toThrow('bench: --threads must be whole numbers from 1');
});

it('the backend is one that runs there', () => {
  expect(chooseBackend('cpu', false)).toBe('cpu');
  expect(chooseBackend(undefined, true)).toBeUndefined();
  expect(chooseBackend('webgpu', true)).toBe('webgpu');
  expect(() => chooseBackend('webgl', false)).toThrow(
    'bench: --backend must be cpu, wasm or webgpu, got "webgl".',
  );
  expect(() => chooseBackend('cpu', true)).toThrow(
    'bench: --backend must be wasm or webgpu in a browser, got "cpu".',
  );
});

it('implementations are those that are named', () => {
  expect(chooseImplementations(undefined, inChromium)).toBe(inChromium);
  expect(chooseImplementations('jax-js,unsaturate', inChromium).map(({ name }) => name)).toEqual([
    'unsaturate',
    'jax-js',
  ]);
  expect(() => chooseImplementations('unsaturate,pytorch', inChromium)).toThrow(
    'bench: --only must be names out of unsaturate, tf.layers, jax-js, with commas between them, got "pytorch".',
  );
});
