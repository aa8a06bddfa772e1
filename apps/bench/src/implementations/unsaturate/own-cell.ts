import * as tf from '@tensorflow/tfjs-core';
import { defineCell, scan, zeroState } from '@unsaturate/scan';
import { inputValues, layerValues } from '../../workloads/values.ts';
import type { OwnCellWorkload } from '../../workloads/workload.ts';
import { ownCellStep } from '../tfjs/own-cell.ts';
import { sgdStep } from '../tfjs/sgd-step.ts';
import { tensorOf, variableOf } from '../tfjs/tensors.ts';
import type { Step } from '../task.ts';
import type { Engine } from './engine.ts';

const ownCell = defineCell({
  name: 'own-cell',
  sites: ['f', 'g', 'o'],
  params: ({ units }: { units: number }) => ({
    kernel: [units, 3 * units],
    recurrentKernel: [units, 3 * units],
    bias: [3 * units],
  }),
  state: ({ units }) => ({ h: [units], c: [units] }),
  step(params, x, state, { sigmoid, tanh }) {
    const { h, c } = ownCellStep(params, x, state.h, state.c, sigmoid, tanh);
    return { output: h, state: { h, c } };
  },
});

/** A layer of a cell that the bench defines itself. */
export function buildOwnCell(workload: OwnCellWorkload, engine: Engine): Step {
  const { units, batch } = workload;
  const initial = layerValues(units, 3, 0);
  const params = {
    kernel: variableOf(initial.kernel),
    recurrentKernel: variableOf(initial.recurrentKernel),
    bias: variableOf(initial.bias),
  };
  const xs = tensorOf(inputValues(workload));
  const init = zeroState(ownCell, { units }, batch);
  return sgdStep(() => {
    const { outputs } = scan(ownCell, params, xs, init, { engine });
    return tf.mean(tf.square(outputs));
  }, Object.values(params));
}
