export { binaryFormulas, isTrue, unaryFormulas } from './functions.ts';
export { scalarOps } from './scalar-ops.ts';
export type { VectorOps } from './vector-ops.ts';
