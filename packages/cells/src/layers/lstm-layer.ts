import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { lstm as lstmCell } from '../lstm/lstm.ts';
import type { RecurrentLayerConfig } from './config.ts';
import { RecurrentLayer } from './recurrent-layer.ts';

/** Configuration of `lstm`. */
export interface LstmLayerConfig extends RecurrentLayerConfig {
  /** Whether the bias of the forget gate begins at 1. Default false, as in tf.layers 4.22. */
  readonly unitForgetBias?: boolean;
}

/** The layer that `lstm` makes. */
export class LstmLayer extends RecurrentLayer {
  static override readonly className: string = 'UnsaturateLSTM';
  readonly #unitForgetBias: boolean;
  readonly #units: number;

  constructor(config: LstmLayerConfig) {
    super(lstmCell, config);
    this.#unitForgetBias = config.unitForgetBias ?? false;
    this.#units = config.units;
  }

  override build(inputShape: layers.Shape | layers.Shape[]): void {
    super.build(inputShape);
    const bias = this.cell.weightOf('bias');
    if (!this.#unitForgetBias || bias === undefined) return;
    tf.tidy(() => {
      const [i, , c, o] = tf.split(bias.read(), 4) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      bias.write(tf.concat([i, tf.ones([this.#units]), c, o]));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return Object.assign(super.getConfig(), { unitForgetBias: this.#unitForgetBias });
  }
}
