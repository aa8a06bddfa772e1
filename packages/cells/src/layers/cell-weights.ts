import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Variant } from '@unsaturate/core';
import type { Cell, Shapes, Tensors } from '@unsaturate/scan';
import {
  defaultSlopeInitializer,
  type Initializer,
  learnsSlope,
  resolveInitializer,
  serializeInitializer,
} from '@unsaturate/tfjs/layers';
import type { RecurrentSizes } from '../sizes.ts';
import type { RecurrentLayerConfig } from './config.ts';

/** A cell that can be a layer. */
export type LayerCell<Param extends string = string, State extends string = string> = Cell<
  RecurrentSizes,
  Param,
  State,
  never
>;

type WeightArgs = readonly [
  initializer: Initializer,
  regularizer?: layers.SimpleRNNCellLayerArgs['kernelRegularizer'],
  constraint?: layers.SimpleRNNCellLayerArgs['kernelConstraint'],
];

/**
 * The parameters of a cell as weights of tf.layers, which keeps the weights of a recurrent layer in an RNNCell.
 *
 * What is called `p` or ends in "P" begins by `pInitializer`; what ends in "bias" is a bias; what begins with "recurrent"
 * is like the recurrent kernel; what begins with "initial" is small random numbers; all else is like the kernel. p
 * without influence and biases that are not used are no weights.
 */
export class CellWeights extends layers.layers.RNNCell {
  static readonly className: string = 'UnsaturateCellWeights';

  readonly stateSize: number[];
  /** Shapes of the state, without the batch axis. They are asked for before the input size is known, as 0. */
  readonly stateShapes: Shapes;
  readonly #cell: LayerCell;
  readonly #units: number;
  readonly #learnsSlope: boolean;
  readonly #pInitializer: Initializer;
  /** Initializers, regularizers and constraints as tf.layers reads and writes them. */
  readonly #common: ReturnType<typeof layers.layers.simpleRNNCell>;
  readonly #weights: Map<string, layers.LayerVariable> = new Map();
  #shapes: Shapes = {};

  constructor(cell: LayerCell, config: RecurrentLayerConfig, variant: Variant) {
    super(config);
    const { units, pInitializer = defaultSlopeInitializer() } = config;
    this.#cell = cell;
    this.#units = units;
    this.#learnsSlope = learnsSlope(variant);
    this.#pInitializer = resolveInitializer(cell.name, 'pInitializer', pInitializer);
    this.#common = layers.layers.simpleRNNCell({ ...config, activation: 'linear', name: this.name });
    this.stateShapes = cell.state({ inputSize: 0, units });
    this.stateSize = Object.values(this.stateShapes).map((shape) => tf.util.sizeFromShape([...shape]));
  }

  override build(inputShape: layers.Shape | layers.Shape[]): void {
    const inputSize = inputShape.at(-1) as number;
    this.#shapes = this.#cell.params({ inputSize, units: this.#units });
    for (const [name, shape] of Object.entries(this.#shapes)) {
      const args = this.#weightArgs(name);
      if (args === undefined) continue;
      const [initializer, regularizer = null, constraint = null] = args;
      const weight = this.addWeight(
        snakeCase(name),
        [...shape],
        'float32',
        initializer,
        regularizer as never,
        true,
        constraint as never,
      );
      this.#weights.set(name, weight);
    }
    this.built = true;
  }

  /** The weight of a parameter, if it is one; see the class. */
  weightOf(name: string): layers.LayerVariable | undefined {
    return this.#weights.get(name);
  }

  /** All parameters by name; zeros for those that are no weights. */
  params(): Tensors {
    const entries = Object.entries(this.#shapes).map(([name, shape]) => {
      return [name, this.#weights.get(name)?.read() ?? tf.zeros([...shape])] as const;
    });
    return Object.fromEntries(entries);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.#common.getConfig(), pInitializer: serializeInitializer(this.#pInitializer) };
  }

  #weightArgs(name: string): WeightArgs | undefined {
    const of = this.#common;
    if (/^p$|P$/.test(name)) return this.#learnsSlope ? [this.#pInitializer] : undefined;
    if (/bias$/i.test(name))
      return of.useBias ? [of.biasInitializer, of.biasRegularizer, of.biasConstraint] : undefined;
    if (name.startsWith('initial')) return [layers.initializers.randomNormal({ stddev: 0.1 })];
    if (name.startsWith('recurrent'))
      return [of.recurrentInitializer, of.recurrentRegularizer, of.recurrentConstraint];
    return [of.kernelInitializer, of.kernelRegularizer, of.kernelConstraint];
  }
}

/** `recurrentKernel` to `recurrent_kernel`, the way tf.layers names weights. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
