import * as tf from '@tensorflow/tfjs-core';
import type { Cell } from '@unsaturate/scan';
import type { RecurrentSizes } from '../../sizes.ts';
import { conditionalGru } from '../conditional-gru.ts';

const all = ({ inputSize, units }: RecurrentSizes) => ({
  inputSize,
  units,
  contextSize: units,
  attentionUnits: units,
});

/**
 * {@link conditionalGru} over one constant `memory` [batch, L, H]: its annotations, and from the last to the first its
 * keys; a mask leaves the last position out.
 */
export const smallConditionalGru: Cell<RecurrentSizes, string, string, 'memory'> = {
  name: 'conditionalGru',
  sites: conditionalGru.sites,
  constants: ['memory'],
  params: (sizes) => conditionalGru.params(all(sizes)),
  state: (sizes) => conditionalGru.state(all(sizes)),
  step(params, x, state, activations, { memory }) {
    const [batch, positions] = memory.shape as [number, number];
    return conditionalGru.step(params, x, state, activations, {
      annotations: memory,
      keys: tf.reverse(memory, 1),
      mask: tf.concat([tf.ones([batch, positions - 1]), tf.zeros([batch, 1])], 1),
    });
  },
};
