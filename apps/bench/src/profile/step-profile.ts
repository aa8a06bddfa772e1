import type { Profile } from '@unsaturate/wasm';

/** Where the time of a training step goes. */
export interface StepProfile {
  readonly workload: string;
  readonly backend: string;
  /** Where it ran, for example `node 24.21.0`. */
  readonly runtime: string;
  /** Steps that were profiled; their sum is in `profile`. */
  readonly steps: number;
  /** Of a step when nobody looks at the clock on the way. */
  readonly msPerStep: number;
  readonly profile: Profile;
}
