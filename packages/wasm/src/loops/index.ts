export { compileLoops } from './compile-loops.ts';
