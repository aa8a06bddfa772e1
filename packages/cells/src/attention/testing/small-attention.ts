import * as tf from '@tensorflow/tfjs-core';
import type { Cell, Tensors } from '@unsaturate/scan';
import type { RecurrentSizes } from '../../sizes.ts';
import { attentionLstm, type AttentionLstmParam } from '../attention-lstm.ts';

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
    attentionLstm.step(params as Tensors<AttentionLstmParam>, x, state as Tensors<'h' | 'c'>, activations, {
      features: memory,
      keys: tf.reverse(memory, 1),
    }),
};
