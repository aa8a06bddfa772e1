import * as tf from '@tensorflow/tfjs-core';
import { registerLayers as registerActivationLayers } from '@unsaturate/tfjs/layers';
import { checkKeys } from './config.ts';
import { GruLayer, type GruLayerConfig } from './gru-layer.ts';
import { LstmLayer, type LstmLayerConfig } from './lstm-layer.ts';

/**
 * A drop-in for tf.layers.lstm, with its configuration, defaults and weights, whose activations can be noisy.
 *
 * The equations are those of `lstm` in @unsaturate/cells: `recurrentActivation` stands for sigmoid in the gates,
 * `activation` for tanh. Weights are kernel [I, 4H], recurrent_kernel [H, 4H], bias [4H] and, with the variants 'NAN',
 * 'NAH' and 'NANIL', p [5, H]. Without `variant` outputs and gradients are those of tf.layers.
 *
 * @throws InvalidArgumentError for unknown keys, sizes, rates and numbers out of range, unknown names, or a noisy variant with an
 * activation that has no noisy form.
 *
 * @example
 * ```ts
 * model.add(lstm({ units: 64, inputShape: [20, 8], variant: 'NAH', activation: 'hardTanh' }));
 * ```
 */
export function lstm(config: LstmLayerConfig): LstmLayer {
  checkKeys('lstm', config);
  registerLayers();
  return new LstmLayer(config);
}

/**
 * A drop-in for tf.layers.gru, with its configuration, defaults and weights, whose activations can be noisy.
 *
 * The equations are those of `gru` in @unsaturate/cells, or of `gruResetAfter` with `resetAfter`. Weights are kernel
 * [I, 3H], recurrent_kernel [H, 3H], bias [3H] ([2, 3H] with `resetAfter`) and, with the variants 'NAN', 'NAH' and
 * 'NANIL', p [3, H]. Without `variant` outputs and gradients are those of tf.layers.
 *
 * @throws InvalidArgumentError as {@link lstm}.
 *
 * @example
 * ```ts
 * model.add(gru({ units: 64, inputShape: [20, 8], variant: 'NAN', recurrentActivation: 'paperHardSigmoid' }));
 * ```
 */
export function gru(config: GruLayerConfig): GruLayer {
  checkKeys('gru', config, ['resetAfter']);
  registerLayers();
  return new GruLayer(config);
}

/**
 * Makes the layers of this package and of @unsaturate/tfjs known to `tf.loadLayersModel`. Making a layer does this too;
 * a page that only loads models calls it first. A call and not an effect of the import, so that no bundler can drop it.
 */
export function registerLayers(): void {
  registerActivationLayers();
  for (const layer of [LstmLayer, GruLayer]) tf.serialization.registerClass(layer, '@unsaturate');
}
