export { addLoop } from './add-loop.ts';
export { compileLoops } from './compile-loops.ts';
