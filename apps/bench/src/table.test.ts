import { expect, it } from 'vitest';
import type { Measurement } from './measurement.ts';
import { renderTable } from './table.ts';

const ours: Measurement = {
  workload: 'lstm-200',
  implementation: 'unsaturate',
  backend: 'cpu',
  threads: 2,
  msPerStep: 40,
  gflops: 47.25,
  peakBytes: 33_400_000,
};

it('shows times as ratios to the first implementation, on the same backend where there is one', () => {
  const table = renderTable([
    ours,
    { ...ours, backend: 'wasm', msPerStep: 50 },
    { ...ours, implementation: 'tf.layers', backend: 'cpu', threads: 1, msPerStep: 4000, gflops: 0.47 },
    { ...ours, implementation: 'tf.layers', backend: 'wasm', threads: 1, msPerStep: 400 },
    { ...ours, implementation: 'pytorch', backend: 'native', msPerStep: 30 },
    { ...ours, workload: 'activation', implementation: 'unsaturate eager', msPerStep: 1.234, gflops: null },
  ]);
  expect(table.split('\n')).toEqual([
    'workload    implementation    backend  threads  ms/step  GFLOP/s  peak MB   ratio',
    'lstm-200    unsaturate        cpu            2     40.0     47.3       33    1.00',
    'lstm-200    unsaturate        wasm           2     50.0     47.3       33    1.00',
    'lstm-200    tf.layers         cpu            1   4000.0      0.5       33  100.00',
    'lstm-200    tf.layers         wasm           1    400.0     47.3       33    8.00',
    'lstm-200    pytorch           native         2     30.0     47.3       33    0.75',
    'activation  unsaturate eager  cpu            2     1.23        -       33    1.00',
  ]);
});
