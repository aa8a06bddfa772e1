import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import {
  assertKnownKeys,
  assertNonNegative,
  type BaseName,
  InvalidArgumentError,
  type Variant,
} from '@unsaturate/core';
import { noisyActivation as applyNoisyActivation } from '../activation/noisy-activation.ts';
import { createTensorActivation } from '../activation/tensor-activation.ts';
import {
  defaultSlopeInitializer,
  type Initializer,
  resolveInitializer,
  serializeInitializer,
} from './initializers.ts';
import {
  layerConfigKeys,
  type LayerNoise,
  layerNoise,
  learnsSlope,
  type NoiseConfig,
  noiseConfigKeys,
  restoreVariant,
  withLayerNoise,
} from './layer-noise.ts';

type LayerArgs = NonNullable<ConstructorParameters<typeof layers.layers.Layer>[0]>;

/** Configuration of {@link NoisyActivation}: that of every tf.layers layer, and these. */
export interface NoisyActivationLayerConfig extends LayerArgs, NoiseConfig {
  /** Saturating function, by the names of @unsaturate/core. Default 'hardTanh'. */
  readonly base?: BaseName;
  /** Whether all units share one p, instead of one for each unit of the last axis. Default false. */
  readonly sharedP?: boolean;
}

const where = 'noisyActivation';
const configKeys = [...layerConfigKeys, ...noiseConfigKeys, 'base', 'sharedP'];

/** The layer that {@link noisyActivation} makes. */
export class NoisyActivation extends layers.layers.Layer {
  static readonly className: string = 'UnsaturateNoisyActivation';

  readonly #settings: Required<Pick<NoisyActivationLayerConfig, 'base' | 'alpha' | 'form' | 'clip'>> & {
    readonly variant: Variant;
  };
  readonly #sharedP: boolean;
  readonly #pInitializer: Initializer;
  readonly #noise: LayerNoise;
  #p: layers.LayerVariable | undefined;

  constructor(config: NoisyActivationLayerConfig = {}) {
    super(config);
    const { base = 'hardTanh', variant = 'NAH', alpha = 1, form = 'equation9', clip = false } = config;
    this.#settings = { base, variant, alpha, form, clip };
    createTensorActivation(this.#settings, where);
    this.#sharedP = config.sharedP ?? false;
    this.#pInitializer = resolveInitializer(
      where,
      'pInitializer',
      config.pInitializer ?? defaultSlopeInitializer(),
    );
    this.#noise = layerNoise(where, config, variant);
    this.supportsMasking = true;
  }

  /** Noise scale c, which may change between calls; saved with the model. */
  get noiseScale(): number {
    return this.#noise.scale;
  }

  set noiseScale(c: number) {
    assertNonNegative(where, 'noiseScale', c);
    this.#noise.scale = c;
  }

  override build(inputShape: layers.Shape | layers.Shape[]): void {
    if (learnsSlope(this.#settings.variant)) {
      const shape = [this.#sharedP ? 1 : units(inputShape)];
      this.#p = this.addWeight('p', shape, 'float32', this.#pInitializer);
    }
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs?: { readonly training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return applyNoisyActivation(x, {
      ...this.#settings,
      p: this.#p?.read() ?? 1,
      c: this.#noise.scale,
      noise: this.#noise.stream,
      training: kwargs?.training === true,
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = {
      ...super.getConfig(),
      ...this.#settings,
      c: this.#noise.scale,
      sharedP: this.#sharedP,
      pInitializer: serializeInitializer(this.#pInitializer),
    };
    return withLayerNoise(config, this.#noise);
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(restoreVariant(config));
  }
}

/**
 * A noisy activation as a layer, after any layer of tf.layers:
 *
 *     phi(x, xi) = alpha h + (1 - alpha) u + d sigma eps
 *
 * as in the function `noisyActivation` of @unsaturate/tfjs. Noise is drawn in training only; evaluate and predict give
 * the test-time expectation. The variants 'NAN', 'NAH' and 'NANIL' learn p: one weight per unit of the last axis, or
 * one for all. Shapes stay as they are and masks pass through.
 *
 * @throws InvalidArgumentError for unknown keys and names, numbers that are not finite, a c below 0, or a last axis of unknown size.
 * @see Gulcehre et al. 2016, "Noisy Activation Functions", eq. 11-15.
 *
 * @example
 * ```ts
 * model.add(tf.layers.dense({ units: 64, inputShape: [10] }));
 * model.add(noisyActivation({ base: 'hardTanh', variant: 'NAH' }));
 * ```
 */
export function noisyActivation(config: NoisyActivationLayerConfig = {}): NoisyActivation {
  assertKnownKeys(where, 'config', config, configKeys);
  registerLayers();
  return new NoisyActivation(config);
}

/**
 * Makes the layers of this package known to `tf.loadLayersModel`. Making a layer does this too; a page that only loads
 * models calls it first. A call and not an effect of the import, so that no bundler can drop it.
 */
export function registerLayers(): void {
  tf.serialization.registerClass(NoisyActivation, '@unsaturate');
}

function units(inputShape: layers.Shape | layers.Shape[]): number {
  const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
  const last = shape.at(-1);
  if (typeof last === 'number') return last;
  const rule = 'have a last axis of known size';
  const advice = 'Give the size, or share one p with sharedP: true.';
  throw new InvalidArgumentError({ where, argument: 'the input', value: shape, rule, advice });
}
