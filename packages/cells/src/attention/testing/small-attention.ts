import * as tf from '@tensorflow/tfjs-core';
import type { Cell } from '@unsaturate/scan';
import type { RecurrentSizes } from '../../sizes.ts';
import { attentionLstm } from '../attention-lstm.ts';

const all = ({ inputSize, units }: RecurrentSizes) => ({
  inputSize,
  units,
  featureSize: units,
  attentionUnits: units,
});

/** {@link attentionLstm} over one constant `memory` [batch, L, H]: its features, and from the last to the first its keys. */
export const smallAttention: Cell<RecurrentSizes, string, string, 'memory'> = {
  name: 'attentionLstm',
  sites: attentionLstm.sites,
  constants: ['memory'],
  params: (sizes) => attentionLstm.params(all(sizes)),
  state: (sizes) => attentionLstm.state(all(sizes)),
  step: (params, x, state, activations, { memory }) =>
    attentionLstm.step(params, x, state, activations, {
      features: memory,
      keys: tf.reverse(memory, 1),
    }),
};
