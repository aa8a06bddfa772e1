import * as layers from '@tensorflow/tfjs-layers';
import type { serialization } from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';

/** An initializer of tf.initializers, its name, or what a saved model holds of it. */
export type InitializerLike = NonNullable<layers.SimpleRNNCellLayerArgs['kernelInitializer']>;

/** An initializer of tf.initializers. */
export type Initializer = Exclude<InitializerLike, string>;

/**
 * The initializer that tf.layers makes of a name, for authors of layers.
 *
 * @throws InvalidArgumentError if tf.layers knows no such initializer.
 */
export function resolveInitializer(where: string, argument: string, like: InitializerLike): Initializer {
  try {
    // tf.layers exports no lookup of its own; a cell shows what it found. Named, so that it takes no number of a user's layer.
    return layers.layers.simpleRNNCell({ units: 1, kernelInitializer: like, name: argument })
      .kernelInitializer;
  } catch (cause) {
    const rule = 'be an initializer of tf.initializers or its name';
    const error = new InvalidArgumentError({ where, argument, value: like, rule });
    error.cause = cause;
    throw error;
  }
}

/** What a saved model holds of an initializer. */
export function serializeInitializer(initializer: Initializer): serialization.ConfigDict {
  return { className: initializer.getClassName(), config: initializer.getConfig() };
}

/** How the slopes p begin when nothing else is asked for: uniform on [-1, 1]. */
export function defaultSlopeInitializer(): Initializer {
  return layers.initializers.randomUniform({ minval: -1, maxval: 1 });
}
