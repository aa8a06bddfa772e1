import type * as tf from '@tensorflow/tfjs-core';
import { gru as gruCell } from '../gru/gru.ts';
import { gruResetAfter } from '../gru/gru-reset-after.ts';
import type { RecurrentLayerConfig } from './config.ts';
import { RecurrentLayer } from './recurrent-layer.ts';

/** Configuration of `gru`. */
export interface GruLayerConfig extends RecurrentLayerConfig {
  /** Whether the reset gate acts after the product, as in cuDNN and Keras; bias is then [2, 3H]. Default false. */
  readonly resetAfter?: boolean;
}

/** The layer that `gru` makes. */
export class GruLayer extends RecurrentLayer {
  static override readonly className: string = 'UnsaturateGRU';
  readonly #resetAfter: boolean;

  constructor(config: GruLayerConfig) {
    const { resetAfter = false } = config;
    super(resetAfter ? gruResetAfter : gruCell, config);
    this.#resetAfter = resetAfter;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return Object.assign(super.getConfig(), { resetAfter: this.#resetAfter });
  }
}
