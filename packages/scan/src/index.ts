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
export { scan, type ScanOptions, type ScanResult, zeroState } from './eager/scan.ts';
