import * as tf from '@tensorflow/tfjs-core';
import { registerLayers as registerActivationLayers } from '@unsaturate/tfjs/layers';
import { checkKeys } from './config.ts';
import { GruLayer, type GruLayerConfig } from './gru-layer.ts';
import { LstmLayer, type LstmLayerConfig } from './lstm-layer.ts';
import { ntmKeys, NtmLayer, type NtmLayerConfig } from './ntm-layer.ts';

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
 * A neural Turing machine as a layer, with the configuration of tf.layers.lstm and what a machine has besides.
 *
 * The equations are those of `ntm` in @unsaturate/cells. The state before the first step is `ntmState`: a memory of
 * small constants, and reads and weights that are learned. `recurrentActivation`, by default 'sigmoid', stands for sigmoid
 * in the controller, `activation` for tanh. Weights are those of the controller over [x, r], head_kernel, head_bias,
 * output_kernel, output_bias, initial_reads, initial_weights, initial_memory with `memory: 'learned'`, and, with the
 * variants 'NAN', 'NAH' and 'NANIL', p, and head_p with `noisyHeads`. Its states are the latest output [O], memory,
 * reads, weights, h and c, flat.
 *
 * @throws InvalidArgumentError as {@link lstm}, as `ntm` of @unsaturate/cells, or for a `recurrentDropout`.
 *
 * @example
 * ```ts
 * model.add(ntm({ units: 100, outputSize: 8, locations: 128, width: 20, returnSequences: true, inputShape: [null, 8] }));
 * ```
 */
export function ntm(config: NtmLayerConfig): NtmLayer {
  checkKeys('ntm', config, ntmKeys);
  registerLayers();
  return new NtmLayer(config);
}

/**
 * Makes the layers of this package and of @unsaturate/tfjs known to `tf.loadLayersModel`. Making a layer does this too;
 * a page that only loads models calls it first. A call and not an effect of the import, so that no bundler can drop it.
 */
export function registerLayers(): void {
  registerActivationLayers();
  for (const layer of [LstmLayer, GruLayer, NtmLayer]) tf.serialization.registerClass(layer, '@unsaturate');
}
