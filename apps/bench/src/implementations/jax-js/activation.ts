import { numpy as np, random } from '@jax-js/jax';
import { activationValues } from '../../workloads/values.ts';
import type { ActivationWorkload } from '../../workloads/workload.ts';
import { hard, hardTanh } from './noise.ts';
import { arrayOf, type Work } from './work.ts';

/** NAH over hardTanh with p = 1. */
export function activationWork({ elements }: ActivationWorkload): Work {
  return {
    params: [arrayOf({ shape: [elements], data: activationValues(elements) })],
    inputs: [],
    updates: false,
    loss: ([x], _inputs, key) =>
      np.mean(hard(x!, hardTanh, { normals: random.normal(key, [elements]), p: np.ones([elements]) })),
  };
}
