import { activations } from './activations.ts';
import { creation } from './creation.ts';
import { elementwise } from './elementwise.ts';
import type { Lowerings } from './lowering.ts';
import { movement } from './movement.ts';
import { products } from './products.ts';
import { reducing } from './reductions.ts';

/** Every kernel that can be recorded. */
export const kernels: Lowerings = {
  ...activations,
  ...creation,
  ...elementwise,
  ...movement,
  ...products,
  ...reducing,
};
