import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { assertNonNegative, type Variant } from '@unsaturate/core';
import { type ActivationChoice, scan, type SiteActivation, type Tensors } from '@unsaturate/scan';
import { createTensorActivation, dropoutMask } from '@unsaturate/tfjs';
import { type LayerNoise, layerNoise, restoreVariant, withLayerNoise } from '@unsaturate/tfjs/layers';
import type { RecurrentSizes } from '../sizes.ts';
import { type ActivationName, baseOf } from './activations.ts';
import { CellWeights, type LayerCell } from './cell-weights.ts';
import { checkConfig, type RecurrentLayerConfig } from './config.ts';
import { type DroppedCell, withRecurrentDropout } from './dropout.ts';
import { checkOutputs, checkStateCount, flatStates, namedStates } from './states.ts';

type Kwargs = {
  readonly training?: boolean | null;
  readonly mask?: tf.Tensor | null;
  readonly initialState?: tf.Tensor[] | null;
};

/**
 * A recurrent layer of tf.layers that runs any cell of @unsaturate/scan. `lstm`, `gru` and `ntm` are made of it; make your own:
 *
 * - the first state must have the shape of the output, [units] (tf.layers takes output sizes from it);
 * - weights are named after the parameters; `p`, `...P`, `...Bias`, `recurrent...` and `initial...` begin as such,
 *   others as kernels;
 * - states of more than one axis are flat, [batch, size], where tf.layers sees them;
 * - register the class, so that models can be loaded.
 *
 * Without `variant` it draws no noise; noise and dropout act in training only.
 *
 * @example
 * ```ts
 * class Elman extends RecurrentLayer {
 *   static override readonly className = 'Elman';
 *   constructor(config: RecurrentLayerConfig) {
 *     super(elman, config);
 *   }
 * }
 * tf.serialization.registerClass(Elman);
 * ```
 */
export class RecurrentLayer extends layers.RNN {
  declare readonly cell: CellWeights;
  readonly #cell: LayerCell;
  readonly #droppedCell: DroppedCell<RecurrentSizes, string, string>;
  readonly #names: Required<Pick<RecurrentLayerConfig, 'activation' | 'recurrentActivation'>>;
  readonly #activations: { readonly sigmoid: SiteActivation; readonly tanh: SiteActivation };
  readonly #settings: { readonly variant: Variant } & Required<
    Pick<RecurrentLayerConfig, 'alpha' | 'form' | 'clip'>
  >;
  readonly #dropout: { readonly input: number; readonly recurrent: number };
  readonly #noise: LayerNoise;

  /**
   * @param cell - What the layer computes at each step.
   * @param config - See {@link RecurrentLayerConfig}.
   * @throws InvalidArgumentError for sizes, rates and numbers out of range, unknown names, or a noisy variant with an
   * activation that has no noisy form.
   */
  constructor(cell: LayerCell, config: RecurrentLayerConfig) {
    const where = cell.name;
    checkConfig(where, config);
    const { variant = 'none', alpha = 1, form = 'equation9', clip = false } = config;
    const { activation = 'tanh', recurrentActivation = 'hardSigmoid' } = config;
    const settings = { variant, alpha, form, clip };
    const site = (argument: string, name: ActivationName): SiteActivation => {
      const site = { ...settings, base: baseOf(where, argument, name, variant) };
      createTensorActivation(site, where);
      return site;
    };
    const activations = {
      sigmoid: site('recurrentActivation', recurrentActivation),
      tanh: site('activation', activation),
    };
    const noise = layerNoise(where, config, variant);
    super({ ...config, cell: new CellWeights(cell, config, variant) });
    this.#cell = cell;
    this.#droppedCell = withRecurrentDropout(cell);
    this.#names = {
      activation: activation ?? 'linear',
      recurrentActivation: recurrentActivation ?? 'linear',
    };
    this.#activations = activations;
    this.#settings = settings;
    this.#dropout = { input: config.dropout ?? 0, recurrent: config.recurrentDropout ?? 0 };
    this.#noise = noise;
  }

  /** Noise scale c, which may change between calls; saved with the model. */
  get noiseScale(): number {
    return this.#noise.scale;
  }

  set noiseScale(c: number) {
    assertNonNegative(this.#cell.name, 'noiseScale', c);
    this.#noise.scale = c;
  }

  /** The losses of regularizers. tf.layers forgets them in its own recurrent layers. */
  override get losses(): layers.RNN['losses'] {
    return this.cell.losses;
  }

  /** As in tf.layers, which writes the initial state into `kwargs`, where the next layer would find it; here it does not. */
  override apply(
    inputs: Parameters<layers.RNN['apply']>[0],
    kwargs?: Parameters<layers.RNN['apply']>[1],
  ): ReturnType<layers.RNN['apply']> {
    const given: unknown = Array.isArray(inputs) ? inputs.slice(1) : kwargs?.['initialState'];
    if (Array.isArray(given) && given.length > 0)
      checkStateCount(this.#cell.name, this.cell.stateShapes, given);
    return super.apply(inputs, { ...kwargs });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs?: Kwargs): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const xs = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { outputs, state } = this.#run(xs, this.#initialState(xs, kwargs?.initialState), kwargs ?? {});
      checkOutputs(this.#cell.name, this.cell.stateShapes, outputs);
      const states = flatStates(state);
      // Not told of training: it would keep every state until the next reset, for gradients that keep what they need.
      if (this.stateful) this.resetStates(states);
      const output = this.returnSequences ? this.#inOrder(outputs) : this.#last(outputs);
      return this.returnState ? [output, ...states] : output;
    });
  }

  /** As in tf.layers; a list without p, such as that of a tf.layers layer, leaves p as it is. */
  override setWeights(weights: tf.Tensor[]): void {
    const p = this.cell.weightOf('p');
    if (p === undefined || weights.length !== this.weights.length - 1) return super.setWeights(weights);
    const given = [...weights];
    given.splice(this.weights.indexOf(p), 0, p.read());
    super.setWeights(given);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = { ...super.getConfig(), ...this.#settings, ...this.#names, c: this.#noise.scale };
    return withLayerNoise(config, this.#noise);
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(restoreVariant(config));
  }

  #run(
    inputs: tf.Tensor,
    init: Tensors,
    { mask, training }: Kwargs,
  ): { readonly outputs: tf.Tensor; readonly state: Tensors } {
    const [batch, , ...features] = inputs.shape as [number, number, ...number[]];
    const { stream, scale: c } = this.#noise;
    const drop = (rate: number): boolean => training === true && rate > 0;
    const xs = drop(this.#dropout.input)
      ? tf.mul(inputs, dropoutMask(stream, this.#dropout.input, [batch, 1, ...features]))
      : inputs;
    const { sigmoid, tanh } = this.#activations;
    const activations: ActivationChoice = { sigmoid: { ...sigmoid, c }, tanh: { ...tanh, c } };
    const options = {
      activations,
      noise: stream,
      training: training === true,
      reverse: this.goBackwards,
      ...(mask ? { mask: mask.rank === 3 ? tf.squeeze(mask, [2]) : mask } : {}),
    };
    const params = this.cell.params();
    if (!drop(this.#dropout.recurrent)) return scan(this.#cell, params, xs, init, options);
    const shape = Object.values(init)[0]!.shape;
    const recurrentMask = dropoutMask(stream, this.#dropout.recurrent, shape);
    return scan(this.#droppedCell, params, xs, init, { ...options, constants: { recurrentMask } });
  }

  #initialState(xs: tf.Tensor, given: tf.Tensor[] | null | undefined): Tensors {
    const states = given ?? (this.stateful ? this.states : this.getInitialState(xs));
    checkStateCount(this.#cell.name, this.cell.stateShapes, states);
    return namedStates(this.cell.stateShapes, states);
  }

  /** Outputs in the order in which they were computed. */
  #inOrder(outputs: tf.Tensor): tf.Tensor {
    return this.goBackwards ? tf.reverse(outputs, 1) : outputs;
  }

  #last(outputs: tf.Tensor): tf.Tensor {
    const t = this.goBackwards ? 0 : outputs.shape[1]! - 1;
    return tf.squeeze(tf.slice(outputs, [0, t], [-1, 1]), [1]);
  }
}
