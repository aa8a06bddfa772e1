export { additiveScores, attend, maskedSoftmax } from './attention/additive.ts';
export { attentionLstm, type AttentionLstmParam, type AttentionSizes } from './attention/attention-lstm.ts';
export { attentionKeys } from './attention/keys.ts';
export { type AttentionOutputs, attentionOutputs } from './attention/outputs.ts';
export {
  conditionalGru,
  type ConditionalGruParam,
  type ConditionalGruSizes,
} from './conditional-gru/conditional-gru.ts';
export { gru, type GruParam } from './gru/gru.ts';
export { gruResetAfter } from './gru/gru-reset-after.ts';
export { lstm, type LstmParam } from './lstm/lstm.ts';
export * as addressing from './ntm/addressing.ts';
export * as memory from './ntm/memory.ts';
export { ntmHeadBias } from './ntm/head-bias.ts';
export { ntm } from './ntm/ntm.ts';
export { type NtmOutputs, ntmOutputs } from './ntm/outputs.ts';
export type { NtmOptions, NtmSizes } from './ntm/sizes.ts';
export { ntmState, type NtmStateOptions, type NtmStateParams, ntmStateParams } from './ntm/state.ts';
export type { RecurrentSizes } from './sizes.ts';
