import { expect, it } from 'vitest';
import type { Measurement } from './measurement.ts';
import { renderTable } from './table.ts';

const ours: Measurement = {
  workload: 'lstm-200',
  implementation: 'unsaturate',
  backend: 'cpu',
  runtime: 'node 24',
  threads: 2,
  msPerStep: 40,
  gflops: 47.25,
  peakBytes: 33_400_000,
};
const other = { ...ours, backend: 'wasm' };
const layers = { ...ours, implementation: 'tf.layers', threads: 1 } as const;
const torch = { ...ours, implementation: 'pytorch', backend: 'native', runtime: 'python 3.11' } as const;

it('shows what a GPU is given to do where that is known', () => {
  const onGpu = {
    ...ours,
    backend: 'webgpu',
    threads: 1,
    dispatches: 220,
    submits: 15,
    bytesMoved: 3_456_789,
  };
  expect(renderTable([onGpu, torch]).split('\n')).toEqual([
    'workload  implementation  backend  runtime      threads  ms/step  GFLOP/s  peak MB  ratio  same threads  dispatches  submits  MB moved',
    'lstm-200  unsaturate      webgpu   node 24            1     40.0     47.3       33   1.00          1.00         220       15      3.46',
    'lstm-200  pytorch         native   python 3.11        2     40.0     47.3       33   1.00             -           -        -         -',
  ]);
});

it('shows times as ratios to the first implementation: its fastest, and with as many threads', () => {
  const table = renderTable([
    { ...ours, threads: 1, msPerStep: 60 },
    ours,
    { ...other, threads: 1, msPerStep: 50 },
    { ...other, msPerStep: 80 },
    { ...layers, msPerStep: 4000, gflops: 0.47 },
    { ...layers, backend: 'wasm', msPerStep: 400 },
    { ...torch, threads: 1, msPerStep: 30 },
    { ...torch, threads: 4, msPerStep: 20 },
    { ...ours, workload: 'activation', implementation: 'unsaturate eager', msPerStep: 1.234, gflops: null },
  ]);
  expect(table.split('\n')).toEqual([
    'workload    implementation    backend  runtime      threads  ms/step  GFLOP/s  peak MB   ratio  same threads',
    'lstm-200    unsaturate        cpu      node 24            1     60.0     47.3       33    1.50          1.00',
    'lstm-200    unsaturate        cpu      node 24            2     40.0     47.3       33    1.00          1.00',
    'lstm-200    unsaturate        wasm     node 24            1     50.0     47.3       33    1.00          1.00',
    'lstm-200    unsaturate        wasm     node 24            2     80.0     47.3       33    1.60          1.00',
    'lstm-200    tf.layers         cpu      node 24            1   4000.0      0.5       33  100.00         66.67',
    'lstm-200    tf.layers         wasm     node 24            1    400.0     47.3       33    8.00          8.00',
    'lstm-200    pytorch           native   python 3.11        1     30.0     47.3       33    0.75          0.60',
    'lstm-200    pytorch           native   python 3.11        4     20.0     47.3       33    0.50             -',
    'activation  unsaturate eager  cpu      node 24            2     1.23        -       33    1.00          1.00',
  ]);
});
