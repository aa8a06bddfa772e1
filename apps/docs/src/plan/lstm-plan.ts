import * as tf from '@tensorflow/tfjs';
import { lstm, type LstmParam, type RecurrentSizes } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { explain, type Plan, planScan, type ScanOptions, zeroState } from '@unsaturate/scan';

/** The LSTM whose plan the site shows, and what it runs over. */
const sizes: RecurrentSizes = { inputSize: 200, units: 200 };
const [batch, time] = [20, 35];

/** Noise at all gates, as in the paper's experiments. */
const noisy: ScanOptions = {
  activations: {
    sigmoid: { base: 'hardSigmoid', variant: 'NAH' },
    tanh: { base: 'hardTanh', variant: 'NAH' },
  },
  noise: createNoiseStream(7),
  training: true,
};

/** The plan of the LSTM, as data. */
export function lstmPlan(): Plan {
  return withLstm((...call) => planScan(...call).plan);
}

/** The plan of the LSTM in words, without and with noise. */
export function explainLstm(): { readonly plain: string; readonly noisy: string } {
  return withLstm((...call) => ({ plain: explain(...call), noisy: explain(...call, noisy) }));
}

type Call = Parameters<typeof planScan<RecurrentSizes, LstmParam, 'h' | 'c'>>;

function withLstm<Result>(
  use: (cell: Call[0], params: Call[1], xs: Call[2], init: Call[3]) => Result,
): Result {
  const shapes = Object.entries(lstm.params(sizes));
  const params = Object.fromEntries(shapes.map(([name, shape]) => [name, tf.zeros([...shape])]));
  return use(
    lstm,
    params as Record<LstmParam, tf.Tensor>,
    tf.zeros([batch, time, sizes.inputSize]),
    zeroState(lstm, sizes, batch),
  );
}
