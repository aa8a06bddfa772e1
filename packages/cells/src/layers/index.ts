export type { ActivationName } from './activations.ts';
export type { LayerCell } from './cell-weights.ts';
export type { RecurrentLayerConfig } from './config.ts';
export { GruLayer, type GruLayerConfig } from './gru-layer.ts';
export { gru, lstm, ntm, registerLayers } from './factories.ts';
export { LstmLayer, type LstmLayerConfig } from './lstm-layer.ts';
export { NtmLayer, type NtmLayerConfig } from './ntm-layer.ts';
export { RecurrentLayer } from './recurrent-layer.ts';
