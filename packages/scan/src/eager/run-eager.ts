import * as tf from '@tensorflow/tfjs-core';
import { drawFrom } from '../cell/activations.ts';
import type { StepResult, Tensors } from '../cell/cell.ts';
import { checkStep } from '../cell/check.ts';
import { maskInputs, maskStep } from '../cell/mask.ts';
import type { ScanCall, ScanResult } from '../scan.ts';

/** Runs a scan as a loop of the cell's own operations, on any backend: the definition. */
export function runEager({
  cell,
  params,
  xs,
  init,
  constants,
  options,
  sites,
}: ScanCall): (base: number) => ScanResult {
  const { mask, reverse = false } = options;
  const time = xs.shape[1]!;
  return (base) => {
    const draw = drawFrom(sites.noise, base, cell.sites.length);
    return tidy(() => {
      const keep = mask && tf.cast(mask, 'bool');
      const inputs = unstackTime(keep ? maskInputs(keep, xs) : xs);
      const kept = keep && unstackTime(keep);
      const outputs = Array.from<tf.Tensor>({ length: time });
      let state: Tensors = init;
      let output: tf.Tensor | undefined;
      for (let iteration = 0; iteration < time; iteration++) {
        const t = reverse ? time - 1 - iteration : iteration;
        ({ output, state } = tidy((): StepResult => {
          const next = cell.step(params, inputs[t]!, state, sites.at(iteration, draw), constants);
          sites.finish();
          checkStep(cell.name, next, state);
          return kept ? maskStep(kept[t]!, next, state, output) : next;
        }));
        outputs[t] = output;
      }
      return { outputs: tf.stack(outputs, 1), state: withoutInputs(state, init) };
    });
  };
}

/** A state that is passed on unchanged is copied: who frees the result must not free what was given. */
function withoutInputs(state: Tensors, init: Tensors): Tensors {
  const given = new Set(Object.values(init));
  const tensors = Object.entries(state).map(([name, tensor]): [string, tf.Tensor] => {
    return [name, given.has(tensor) ? tf.clone(tensor) : tensor];
  });
  return Object.fromEntries(tensors);
}

/** `tf.unstack` over time; of one step tfjs cannot take the gradient (it hands Unpack's a tensor, not a list). */
function unstackTime(x: tf.Tensor): tf.Tensor[] {
  return x.shape[1] === 1 ? [tf.squeeze(x, [1])] : tf.unstack(x, 1);
}

/** `tf.tidy` for results that are records of tensors. */
function tidy<Result extends object>(compute: () => Result): Result {
  return tf.tidy(compute as () => tf.TensorContainer) as Result;
}
