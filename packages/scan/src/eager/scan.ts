import * as tf from '@tensorflow/tfjs-core';
import { type NoiseStream, takeStreamNumbers } from '@unsaturate/core';
import { type ActivationChoice, bindActivations, type Observer } from '../cell/activations.ts';
import type { Cell, Tensors } from '../cell/cell.ts';
import { checkScan } from './check.ts';
import { maskStep } from './mask.ts';

/** How {@link scan} runs. */
export interface ScanOptions<Constant extends string = string> {
  /** [batch, time]; where it is 0 the state stays as it was and the output repeats the previous one. */
  readonly mask?: tf.Tensor;
  /** What every step reads besides its input, by the names in the cell's `constants`. */
  readonly constants?: Tensors<Constant>;
  /** Whether to go from the last step to the first; outputs stay aligned with the inputs. Default false. */
  readonly reverse?: boolean;
  /** What `sigmoid` and `tanh` stand for in the cell's equations. Default the plain functions. */
  readonly activations?: ActivationChoice;
  /** Where noise is drawn; required when training with a noisy activation. */
  readonly noise?: NoiseStream;
  /** Whether noise is drawn. Default false: test-time expectations, and the stream stays as it is. */
  readonly training?: boolean;
  /** Called with the input of every activation, for diagnostics. */
  readonly observe?: Observer;
}

/** What {@link scan} returns. */
export interface ScanResult<State extends string = string> {
  /** [batch, time, ...]: the output of every step, aligned with the inputs. */
  readonly outputs: tf.Tensor;
  /** The state after the last iteration. */
  readonly state: Tensors<State>;
}

/**
 * Runs a cell over time: `(output_t, state_t) = step(params, x_t, state_{t-1})`.
 *
 * Differentiable in params, xs, init, constants and tensor-valued noise scales by tfjs's own gradients. With S sites
 * and T steps a noisy scan takes T * S numbers from the noise stream: site s of iteration t uses number
 * `base + t * S + s`. Iterations are counted from 0 also in reverse; masked steps and sites without noise count too.
 *
 * @param cell - The recurrent cell.
 * @param params - Its parameters by name.
 * @param xs - [batch, time, ...features].
 * @param init - The initial state by name, each [batch, ...]; see {@link zeroState}. Under a mask, a first step that is
 * masked repeats the first entry if it has the shape of an output, else zeros.
 * @throws InvalidArgumentError for wrong names or shapes, an empty batch or no time steps, missing noise, and what
 * `createNoisyActivation` of @unsaturate/core throws; CellSitesError if the step does not call each site once.
 *
 * @example
 * ```ts
 * const { outputs, state } = scan(lstm, params, xs, zeroState(lstm, sizes, batch), {
 *   activations: { sigmoid: { base: 'hardSigmoid', variant: 'NAH' }, tanh: { base: 'hardTanh', variant: 'NAH' } },
 *   noise: createNoiseStream(7),
 *   training: true,
 * });
 * ```
 */
export function scan<Sizes, Param extends string, State extends string, Constant extends string = never>(
  cell: Cell<Sizes, Param, State, Constant>,
  params: Tensors<Param>,
  xs: tf.Tensor,
  init: Tensors<State>,
  options: ScanOptions<Constant> = {},
): ScanResult<State> {
  const { mask, reverse = false, training = false, noise, observe } = options;
  const constants = options.constants ?? ({} as Tensors<Constant>);
  checkScan(cell as unknown as Cell<Sizes>, params, xs, init, mask, constants);
  const sites = bindActivations('scan', cell, options.activations ?? {}, training, noise, observe);
  const time = xs.shape[1]!;
  const base = sites.noisy ? takeStreamNumbers(noise!, time * cell.sites.length) : 0;

  return tidy(() => {
    const inputs = tf.unstack(xs, 1);
    const kept = mask === undefined ? undefined : tf.unstack(tf.cast(mask, 'bool'), 1);
    const outputs = Array.from<tf.Tensor>({ length: time });
    let state: Tensors<State> = init;
    let output: tf.Tensor | undefined;
    for (let iteration = 0; iteration < time; iteration++) {
      const t = reverse ? time - 1 - iteration : iteration;
      ({ output, state } = tidy(() => {
        const next = cell.step(params, inputs[t]!, state, sites.at(iteration, base), constants);
        sites.finish();
        return kept === undefined ? next : maskStep(kept[t]!, next, state, output);
      }));
      outputs[t] = output;
    }
    return { outputs: tf.stack(outputs, 1), state };
  });
}

/** Zeros in the shapes of a cell's state. */
export function zeroState<Sizes, State extends string>(
  cell: Pick<Cell<Sizes, string, State>, 'state'>,
  sizes: Sizes,
  batch: number,
): Tensors<State> {
  const zeros = Object.entries<readonly number[]>(cell.state(sizes)).map(([name, shape]) => [
    name,
    tf.zeros([batch, ...shape]),
  ]);
  return Object.fromEntries(zeros) as Tensors<State>;
}

/** `tf.tidy` for results that are records of tensors. */
function tidy<Result extends object>(compute: () => Result): Result {
  return tf.tidy(compute as () => tf.TensorContainer) as Result;
}
