export { compileLoops } from './compile-loops.ts';
export {
  drawnAtOnce,
  type DrawingInstruction,
  type DrawingLoop,
  type DrawingPlan,
  draws,
} from './drawing-loop.ts';
