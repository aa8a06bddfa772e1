import type { TextLevel } from '@unsaturate/tasks';
import type { Arm } from '@unsaturate/train';
import type { PresetName } from './presets.ts';

/** What makes a run: plain data, kept in its checkpoints so that it can go on from them. */
export interface RunConfig {
  readonly preset: PresetName;
  readonly arm: Arm;
  readonly alpha: number;
  /** c. */
  readonly noiseScale: number;
  readonly level: TextLevel;
  readonly seed: number;
  /** Absolute path of the text, or null for the embedded one. */
  readonly data: string | null;
}
