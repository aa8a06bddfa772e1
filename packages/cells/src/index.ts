export { gru, type GruParam } from './gru/gru.ts';
export { gruResetAfter } from './gru/gru-reset-after.ts';
export { lstm, type LstmParam } from './lstm/lstm.ts';
export type { RecurrentSizes } from './sizes.ts';
