import * as tf from '@tensorflow/tfjs-core';
import { ntm, ntmState, ntmStateParams } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type ActivationChoice, scan } from '@unsaturate/scan';
import { ntmBits, ntmValues } from '../../workloads/values.ts';
import type { NtmWorkload } from '../../workloads/workload.ts';
import { sgdStep } from '../tfjs/sgd-step.ts';
import { tensorOf, variableOf } from '../tfjs/tensors.ts';
import type { Step } from '../task.ts';
import type { Engine } from './engine.ts';

const choices: Record<NtmWorkload['activations'], ActivationChoice> = {
  plain: {},
  noisy: {
    sigmoid: { base: 'hardSigmoid', variant: 'NAN' },
    tanh: { base: 'hardTanh', variant: 'NAN' },
  },
};

/** A neural Turing machine as a user of scan and cells writes it. */
export function buildNtm(workload: NtmWorkload, engine: Engine): Step {
  const { batch, time, answers, outputSize } = workload;
  const cell = ntm();
  const { p: slopes, ...shapes } = cell.params(workload);
  const initial = ntmValues({ ...shapes, ...ntmStateParams(workload) }, workload);
  const { initialReads, initialWeights, ...own } = mapValues(initial, variableOf);
  const learned = { initialReads: initialReads!, initialWeights: initialWeights! };
  const params = { ...own, p: tf.variable(tf.ones([...slopes!])) };
  const bits = mapValues(ntmBits(workload), tensorOf);
  const activations = choices[workload.activations];
  const options = { activations, noise: createNoiseStream(7), training: true, engine };

  const loss = (): tf.Scalar => {
    const init = ntmState(learned, workload, batch);
    const { outputs } = scan(cell, params, bits['inputs']!, init, options);
    const z = tf.slice(outputs, [0, time - answers, 0], [batch, answers, outputSize]);
    return tf.mean(tf.sub(tf.softplus(z), tf.mul(z, bits['answers']!)));
  };
  return sgdStep(loss, [...Object.values(params), ...Object.values(learned)]);
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
