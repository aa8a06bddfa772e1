import type { ProfileEntry } from '@unsaturate/wasm';
import { expect, it } from 'vitest';
import { renderProfile } from './render-profile.ts';

const product: ProfileEntry = {
  plan: 'scan',
  direction: 'forward',
  phase: 'step',
  kind: 'product',
  what: '[20, 200] [200, 800]',
  count: 40,
  ms: 12,
  flops: 40 * 6_400_000,
  bytes: 1,
};
const loop: ProfileEntry = { ...product, kind: 'loop', what: 'to h', ms: 2, flops: 0, bytes: 20_000_000 };
const rest: ProfileEntry = {
  ...product,
  phase: 'all',
  kind: 'rest',
  what: '',
  count: 2,
  ms: 1,
  flops: 0,
  bytes: 0,
};
const back: ProfileEntry = {
  ...product,
  direction: 'backward',
  phase: 'after',
  count: 2,
  ms: 5,
  flops: 100_000_000,
};

it('shows each direction, phase and instruction per step, rates beside their limits, and what is outside', () => {
  const limits = { gflops: 40, gigabytesPerSecond: 20 };
  const profile = { threads: 1, limits, ms: 40, entries: [product, loop, rest, back] };
  const about = { workload: 'lstm-200', backend: 'wasm', runtime: 'node 24.21.0' };
  expect(renderProfile({ ...about, steps: 2, msPerStep: 19, profile }).split('\n')).toEqual([
    'lstm-200 on wasm, node 24.21.0, threads: 1; a training step, mean of 2',
    'limits: 40.0 GFLOP/s of multiply-adds, 20.0 GB/s copying',
    '',
    '                                               count      ms    share          rate  of limit',
    'scan, forward                                          7.500   37.5 %',
    '  time steps                                           7.000   35.0 %',
    '    product [20, 200] [200, 800]                  20   6.000   30.0 %  21.3 GFLOP/s    53.3 %',
    '    loop to h                                     20   1.000    5.0 %     10.0 GB/s    50.0 %',
    '  memory and preparation                               0.500    2.5 %',
    'scan, backward                                         2.500   12.5 %',
    '  after the time steps                                 2.500   12.5 %',
    '    product [20, 200] [200, 800]                   1   2.500   12.5 %  20.0 GFLOP/s    50.0 %',
    'all of kind product                                    8.500   42.5 %  20.9 GFLOP/s    52.4 %',
    'all of kind loop                                       1.000    5.0 %     10.0 GB/s    50.0 %',
    'all of kind rest                                       0.500    2.5 %',
    'in plans                                              10.000   50.0 %',
    'outside of plans: tfjs ops, copies in and out         10.000   50.0 %',
    'total                                                 20.000  100.0 %',
    'total without a clock inside                          19.000   95.0 %',
  ]);
});
