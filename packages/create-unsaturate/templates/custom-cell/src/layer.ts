import * as tf from '@tensorflow/tfjs-core';
import { RecurrentLayer, type RecurrentLayerConfig } from '@unsaturate/cells/layers';
import { mgu as cell } from './mgu.js';

/** The layer that {@link mgu} makes. */
export class MguLayer extends RecurrentLayer {
  static override readonly className = 'MGU';

  constructor(config: RecurrentLayerConfig) {
    super(cell, config);
  }
}
tf.serialization.registerClass(MguLayer); // so that saved models can be loaded

/**
 * A layer of minimal gated units, configured like tf.layers.gru; `variant` asks for noise.
 *
 * @throws InvalidArgumentError for sizes and rates out of range and for unknown names.
 */
export function mgu(config: RecurrentLayerConfig): MguLayer {
  return new MguLayer(config);
}
