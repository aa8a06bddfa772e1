import type * as tf from '@tensorflow/tfjs-core';
import { assertOneOf, takeStreamNumbers } from '@unsaturate/core';
import { type ActivationSettings, bindActivations, type SiteActivations } from './cell/activations.ts';
import type { Cell, Tensors } from './cell/cell.ts';
import { checkScan } from './cell/check.ts';
import { prepareCompiled } from './compiled/prepare-compiled.ts';
import { runEager } from './eager/run-eager.ts';

/** How {@link scan} runs. */
export interface ScanOptions<Constant extends string = string> extends ActivationSettings {
  /**
   * [batch, time]; where it is 0 the state stays as it was and the output repeats the previous one. Inputs of such
   * steps count as zeros, whatever they hold.
   */
  readonly mask?: tf.Tensor;
  /** What every step reads besides its input, by the names in the cell's `constants`. */
  readonly constants?: Tensors<Constant>;
  /**
   * Whether to run the cell's operations one by one ('eager'), or compiled, by a target that was imported for the active
   * backend ('compiled'; an error if there is none or the step cannot be compiled). 'auto', the default, compiles where
   * that is possible and says once why where it is not.
   */
  readonly engine?: 'auto' | 'eager' | 'compiled';
  /**
   * Whether a compiled scan records its step again on each call and throws an UntraceableStepError if it is not what was
   * compiled: finds a cell that changes with its surroundings, such as with a number that it reads from outside. Slow;
   * default false.
   */
  readonly verify?: boolean;
  /** Whether to go from the last step to the first; outputs stay aligned with the inputs. Default false. */
  readonly reverse?: boolean;
}

/** What {@link scan} returns. */
export interface ScanResult<State extends string = string> {
  /** The output of every step, aligned with the inputs: [batch, time, ...]. */
  readonly outputs: tf.Tensor;
  /** The state after the last iteration. */
  readonly state: Tensors<State>;
}

/**
 * Runs a cell over time: `(output_t, state_t) = step(params, x_t, state_{t-1})`.
 *
 * Differentiable in params, xs, init, constants and tensor-valued noise scales by tfjs's own gradients. When training
 * with a noisy activation, S sites and T steps take T * S numbers from the noise stream: site s of iteration t uses
 * number `base + t * S + s`. Iterations are counted from 0 also in reverse; masked steps and sites without noise count
 * too. A call that throws takes none.
 *
 * @param cell - The recurrent cell.
 * @param params - Its parameters by name.
 * @param xs - [batch, time, ...features].
 * @param init - The initial state by name, each [batch, ...]; see {@link zeroState}. Where the first steps are masked
 * the output is the first entry of the cell's state if it has the shape of an output, else zeros.
 * @throws InvalidArgumentError for wrong names or shapes, an empty batch or no time steps, missing noise, and what
 * `createNoisyActivation` of @unsaturate/core throws; CellSitesError if the step does not call each site once;
 * NoiseStreamExhaustedError when the numbers of the stream are used up.
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
  const call = checkedCall(cell, params, xs, init, options);
  const { engine = 'auto' } = options;
  const run = (engine === 'eager' ? undefined : prepareCompiled(call, engine)) ?? runEager(call);
  return withNumbers(call.sites, xs.shape[1]! * cell.sites.length, run) as ScanResult<State>;
}

/** A checked call of {@link scan}. */
export interface ScanCall {
  readonly cell: Cell;
  readonly params: Tensors;
  /** [batch, time, ...features]. */
  readonly xs: tf.Tensor;
  readonly init: Tensors;
  readonly constants: Tensors;
  readonly options: ScanOptions;
  readonly sites: SiteActivations;
}

/** The arguments of {@link scan}, checked. */
export function checkedCall<Sizes, Param extends string, State extends string, Constant extends string>(
  cell: Cell<Sizes, Param, State, Constant>,
  params: Tensors<Param>,
  xs: tf.Tensor,
  init: Tensors<State>,
  options: ScanOptions<Constant>,
): ScanCall {
  const { mask, engine = 'auto' } = options;
  const constants = options.constants ?? ({} as Tensors<Constant>);
  assertOneOf('scan', 'engine', engine, ['auto', 'eager', 'compiled']);
  checkScan(cell as unknown as Cell<Sizes>, params, xs, init, mask, constants);
  const sites = bindActivations('scan', cell, options);
  return { cell: cell as unknown as Cell, params, xs, init, constants, options, sites };
}

/** Runs with `count` numbers of the noise stream, if there is one, and gives them back when running fails. */
function withNumbers<Result>(
  { noise }: SiteActivations,
  count: number,
  run: (base: number) => Result,
): Result {
  if (noise === undefined) return run(0);
  const base = takeStreamNumbers(noise, count);
  try {
    return run(base);
  } catch (error) {
    noise.next = base;
    throw error;
  }
}
