import type { Json } from '@unsaturate/train';
import type { Picture } from '../experiment/picture.ts';
import type { RunId } from '../runner/run-id.ts';

/** Values of a run over its updates, thinned; null where there was none. */
export interface Curve {
  readonly updates: readonly number[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Under which circumstances a run was made. */
export interface Making {
  readonly command: string;
  readonly commit: string;
  /** Whether files differed from the commit. */
  readonly dirty: boolean;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    /** The GPU, if the run was made on one. */
    readonly gpu?: string;
    readonly node: string;
  };
  /** Time spent, the parts before and after stops added up. */
  readonly wallSeconds: number;
  /** When it was finished, ISO 8601. */
  readonly date: string;
}

/** A finished run as its results file keeps it: all but `made` is the same however often the run was stopped. */
export interface RunResult extends RunId {
  readonly settings: Readonly<Record<string, Json>>;
  readonly updates: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly curve: Curve;
  readonly pictures: readonly Picture[];
  readonly made: Making;
}
