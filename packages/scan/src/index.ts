export { explain } from './compiled/explain.ts';
export type { ActivationCall, ActivationChoice, Observer, SiteActivation } from './cell/activations.ts';
export {
  type Cell,
  type CellActivation,
  type CellActivations,
  defineCell,
  type Shapes,
  type StepResult,
  type Tensors,
} from './cell/cell.ts';
export { CellSitesError } from './cell/errors.ts';
export { zeroState } from './cell/zero-state.ts';
export {
  type ElementwiseArguments,
  type ElementwiseStep,
  planElementwise,
} from './compiled/plan-elementwise.ts';
export { planFunction } from './compiled/plan-function.ts';
export { planScan, type ScanPlan } from './compiled/plan-scan.ts';
export { scan, type ScanOptions, type ScanResult } from './scan.ts';
export { NoScanTargetError } from './compiled/prepare-compiled.ts';
export {
  type NamedTensors,
  planVersion,
  type BackwardRun,
  type PreparedScan,
  registerTarget,
  type ScanRun,
  type ScanTarget,
  TargetVersionError,
} from './compiled/target.ts';
export type { BinaryFunction, Reduction, UnaryFunction } from './graph/graph.ts';
export type {
  BufferId,
  BufferRef,
  Clear,
  Instruction,
  Loop,
  Matrix,
  Noise,
  Phase,
  Plan,
  PlanBuffer,
  PlanOutput,
  Product,
  Store,
  Value,
  View,
} from './plan/plan.ts';
export { UntraceableStepError } from './trace/errors.ts';
