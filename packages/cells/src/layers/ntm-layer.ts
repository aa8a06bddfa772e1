import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { assertOneOf, InvalidArgumentError } from '@unsaturate/core';
import { ntmHeadBias } from '../ntm/head-bias.ts';
import { ntm as ntmCell } from '../ntm/ntm.ts';
import type { NtmOptions, NtmSizes } from '../ntm/sizes.ts';
import { ntmState, type NtmStateOptions, type NtmStateParams, ntmStateParams } from '../ntm/state.ts';
import type { RecurrentSizes } from '../sizes.ts';
import type { LayerCell } from './cell-weights.ts';
import type { RecurrentLayerConfig } from './config.ts';
import { RecurrentLayer } from './recurrent-layer.ts';
import { flatStates } from './states.ts';

/** Configuration of `ntm`. */
export interface NtmLayerConfig extends RecurrentLayerConfig, Omit<NtmStateOptions, 'showWeights'> {
  /** Size of the output. Default `units`, those of the controller. */
  readonly outputSize?: number;
  /** Locations of the memory. Default 128. */
  readonly locations?: number;
  /** Size of the vector at each location. Default 20. */
  readonly width?: number;
}

/** Keys of {@link NtmLayerConfig} that other layers do not have. */
export const ntmKeys: readonly string[] = [
  'outputSize',
  'locations',
  'width',
  'memory',
  'controller',
  'readHeads',
  'writeHeads',
  'shifts',
  'noisyHeads',
];

/** The layer that `ntm` makes. */
export class NtmLayer extends RecurrentLayer {
  static override readonly className: string = 'UnsaturateNTM';
  readonly #own: OwnConfig;
  readonly #units: number;

  constructor(config: NtmLayerConfig) {
    const own = ownConfig(config);
    const { recurrentDropout = 0 } = config;
    assertOneOf('ntm', 'memory', own.memory, ['constant', 'learned']);
    if (recurrentDropout !== 0) {
      const rule = 'be 0 in a machine, whose state must not be dropped';
      throw new InvalidArgumentError({
        where: 'ntm',
        argument: 'recurrentDropout',
        value: recurrentDropout,
        rule,
      });
    }
    super(layerCell(own), { recurrentActivation: 'sigmoid', ...config });
    this.#own = own;
    this.#units = config.units;
  }

  /** The bias of the heads begins at that of `biasInitializer` and `ntmHeadBias` together. */
  override build(inputShape: layers.Shape | layers.Shape[]): void {
    super.build(inputShape);
    const bias = this.cell.weightOf('headBias');
    if (bias === undefined) return;
    const { options } = this.#own;
    tf.tidy(() => void bias.write(tf.add(bias.read(), ntmHeadBias(this.#sizes(), options))));
  }

  /** The state that is learned, for each sequence, with an output of zeros. */
  override getInitialState(inputs: tf.Tensor): tf.Tensor[] {
    return this.#learnedState(inputs.shape[0]);
  }

  /** As in tf.layers, but without `states` it begins again with the state that is learned, not with zeros. */
  override resetStates(states?: tf.Tensor | tf.Tensor[], training?: boolean): void {
    super.resetStates(states, training);
    if (states !== undefined) return;
    const [{ shape }] = this.inputSpec as [{ shape: number[] }];
    tf.tidy(() => super.resetStates(this.#learnedState(shape[0]!)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { sizes, options, memory } = this.#own;
    return Object.assign(super.getConfig(), { ...sizes, ...options, memory });
  }

  #learnedState(batch: number): tf.Tensor[] {
    const { sizes, options, memory } = this.#own;
    return tf.tidy(() => {
      const learned = this.cell.params() as unknown as NtmStateParams<tf.Tensor>;
      const state = ntmState(learned, this.#sizes(), batch, { ...options, memory });
      return flatStates({ output: tf.zeros([batch, sizes.outputSize]), ...state });
    });
  }

  /** Those of the machine, over any input. */
  #sizes(): NtmSizes {
    return { ...this.#own.sizes, inputSize: 1, units: this.#units };
  }
}

/** What a machine has that other layers do not have. */
interface OwnConfig {
  readonly sizes: Omit<NtmSizes, keyof RecurrentSizes>;
  readonly options: Required<Omit<NtmOptions, 'showWeights'>>;
  readonly memory: Required<NtmStateOptions>['memory'];
}

function ownConfig({
  units,
  outputSize = units,
  locations = 128,
  width = 20,
  memory = 'constant',
  controller = 'lstm',
  readHeads = 1,
  writeHeads = 1,
  shifts = 3,
  noisyHeads = false,
}: NtmLayerConfig): OwnConfig {
  return {
    sizes: { outputSize, locations, width },
    options: { controller, readHeads, writeHeads, shifts, noisyHeads },
    memory,
  };
}

/**
 * The machine as a layer wants it: its first state is its latest output, which no step reads, and what is learned about
 * the state before the first step is among its parameters.
 */
function layerCell({ sizes: own, options, memory }: OwnConfig): LayerCell {
  const machine = ntmCell(options);
  // The shapes of the state are asked for before the input size is known.
  const all = (sizes: RecurrentSizes): NtmSizes => ({
    ...own,
    ...sizes,
    inputSize: Math.max(1, sizes.inputSize),
  });
  return {
    name: 'ntm',
    sites: machine.sites,
    params: (sizes) => ({
      ...machine.params(all(sizes)),
      ...ntmStateParams(all(sizes), { ...options, memory }),
    }),
    state: (sizes) => ({ output: [own.outputSize], ...machine.state(all(sizes)) }),
    step(params, x, state, activations) {
      const { output, state: next } = machine.step(params, x, state, activations, {});
      return { output, state: { output, ...next } };
    },
  };
}
