import type { Experiment } from '../experiment/experiment.ts';
import type { RunResult } from '../results/result.ts';

/** Three arms, of which the last was never published; lower is better. */
export const fixture: Experiment = {
  name: 'fixture',
  title: 'A fixture <of> tests',
  about: 'Nothing is compared.',
  source: 'nowhere, table 1',
  arms: [
    { name: 'soft', description: 'sigmoid | tanh', published: { error: 30 } },
    { name: 'noisy', description: 'with noise', published: { error: 10 } },
    { name: 'new', description: 'a new one' },
  ],
  metrics: [{ name: 'error', unit: '%', better: 'lower', digits: 1 }],
  figures: [
    {
      value: 'validation nll',
      title: 'Validation',
      axis: 'nats',
      scale: 'log',
      metric: 'error',
      published: [{ label: 'figure 1', points: [[15, 3]] }],
    },
  ],
  openSettings: [{ setting: 'size', choice: 'small' }],
  plan: () => Promise.reject(new Error('a fixture has no plan')),
};

/** A result of an arm of {@link fixture}, whose curve falls to the error. */
export function resultOf(arm: string, seed: number, error: number): RunResult {
  return {
    experiment: 'fixture',
    preset: 'paper',
    arm,
    seed,
    settings: { units: 4, heldOut: { test: 10 }, layers: [4, { wide: [1, 2] }], armHas: arm },
    updates: 20,
    metrics: { error },
    curve: { updates: [10, 20], values: { 'validation nll': [2 * error, error] } },
    pictures: [],
    made: {
      command: 'npm run paper -- run fixture',
      commit: '0123456789abcdef',
      dirty: false,
      machine: { cpu: 'Abacus', cores: 2, node: '24.0.0' },
      wallSeconds: 30,
      date: '2026-01-02T03:04:05.000Z',
    },
  };
}
