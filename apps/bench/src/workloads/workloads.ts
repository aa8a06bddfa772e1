import type { ModelWorkload, NtmWorkload, Workload } from './workload.ts';

const lstm200: ModelWorkload = {
  kind: 'model',
  name: 'lstm-200',
  cell: 'lstm',
  activations: 'plain',
  layers: 2,
  units: 200,
  batch: 20,
  time: 20,
  classes: 1000,
};

/** Associative recall of 6 items, with the sizes of Graves et al. 2014. */
const ntmRecall: NtmWorkload = {
  kind: 'ntm',
  name: 'ntm-recall',
  activations: 'plain',
  inputSize: 8,
  outputSize: 6,
  units: 100,
  locations: 128,
  width: 20,
  batch: 16,
  time: 32,
  answers: 3,
};

const smokeNtm: NtmWorkload = {
  ...ntmRecall,
  name: 'smoke-ntm',
  units: 8,
  locations: 6,
  width: 3,
  batch: 2,
  time: 4,
};

/** What the bench runs when no workload is named; sizes are those of Zaremba et al. 2014, small and medium. */
export const workloads: readonly Workload[] = [
  lstm200,
  { ...lstm200, name: 'lstm-650', units: 650, time: 35, classes: 10_000 },
  { ...lstm200, name: 'gru-200', cell: 'gru' },
  { ...lstm200, name: 'hard-lstm-200', activations: 'hard' },
  { ...lstm200, name: 'noisy-lstm-200', activations: 'noisy' },
  { kind: 'activation', name: 'activation', elements: 1_000_000 },
  { kind: 'own-cell', name: 'own-cell', units: 200, batch: 20, time: 20 },
  ntmRecall,
  { ...ntmRecall, name: 'noisy-ntm-recall', activations: 'noisy' },
];

/** Tiny variants of the kinds of work, which show in seconds that everything runs. Only run when named. */
export const smokeWorkloads: readonly Workload[] = [
  { ...lstm200, name: 'smoke', units: 8, batch: 2, time: 3, classes: 5 },
  { ...lstm200, name: 'smoke-gru', cell: 'gru', units: 8, batch: 2, time: 3, classes: 5 },
  { ...lstm200, name: 'smoke-hard', activations: 'hard', units: 8, batch: 2, time: 3, classes: 5 },
  { ...lstm200, name: 'smoke-noisy', activations: 'noisy', units: 8, batch: 2, time: 3, classes: 5 },
  { kind: 'own-cell', name: 'smoke-own-cell', units: 8, batch: 2, time: 3 },
  smokeNtm,
  { ...smokeNtm, name: 'smoke-noisy-ntm', activations: 'noisy' },
  { kind: 'activation', name: 'smoke-activation', elements: 1000 },
];
