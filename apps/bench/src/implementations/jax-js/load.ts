import { defaultDevice, init, jit, type numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';
import { learningRate } from '../../workloads/values.ts';
import { CannotError, type Load, type Step, type Task } from '../task.ts';
import { activationWork } from './activation.ts';
import { modelWork } from './model.ts';
import { ownCellWork } from './own-cell.ts';
import type { Work } from './work.ts';

export const load: Load = async ({ backend }) => {
  const device = backend === 'webgpu' ? backend : 'wasm';
  const started = await init(device);
  if (!started.includes(device)) throw new CannotError(`jax-js has no device ${device} here`);
  defaultDevice(device);
  return (task) => stepOf(workOf(task));
};

function workOf({ workload }: Task): Work {
  if (workload.kind === 'model') return modelWork(workload);
  if (workload.kind === 'ntm') throw new CannotError('no neural Turing machine was written for jax-js');
  return workload.kind === 'own-cell' ? ownCellWork(workload) : activationWork(workload);
}

/** One jitted function does forward, backward and update; the key for the noise is new in every step. */
function stepOf({ params: initial, inputs, loss, updates }: Work): Step {
  let params = initial;
  let calls = 0;
  const run = jit((params: np.Array[], inputs: np.Array[], key: np.Array): np.Array[] => {
    const [value, grads] = valueAndGrad(loss)(tree.ref(params), inputs, key) as [np.Array, np.Array[]];
    if (updates) return [value, ...params.map((param, i) => param.sub(grads[i]!.mul(learningRate)))];
    tree.dispose(params);
    return [value, ...grads];
  });

  return async () => {
    const key = random.key(calls++);
    const [value, ...results] = run(updates ? params : tree.ref(params), tree.ref(inputs), key);
    await Promise.all(results.map((result) => result.blockUntilReady()));
    if (updates) params = results;
    else tree.dispose(results);
    return (await value!.data())[0]!;
  };
}
