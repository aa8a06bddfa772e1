export { increase, increaseBy, repeat, whileFits } from './control.ts';
export type { FunctionBuilder, FunctionRef, Local, PlainInstruction } from './function-builder.ts';
export {
  instantiate,
  maximumPages,
  moduleBuilder,
  type ModuleBuilder,
  type ModuleOptions,
  supportsRelaxed,
} from './module-builder.ts';
export { addStoreFirst } from './store-first.ts';
