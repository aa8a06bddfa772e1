/**
 * A saturating function and what noise needs to know about it, in the letters of the paper (eq. 1-4).
 *
 * `u` is the linearisation of `h` at 0 and is never clipped: noise begins where `h` leaves it.
 */
export interface Base {
  /** The saturating function. */
  readonly h: (x: number) => number;
  /** Its derivative; at a corner, the derivative of the linear side. */
  readonly dh: (x: number) => number;
  /** `u(x) = h(0) + h'(0) x`. */
  readonly u: (x: number) => number;
  /** Its derivative, `h'(0)`. */
  readonly du: (x: number) => number;
  /** Where `|x|` counts as saturated; required by the variant 'NANIS'. */
  readonly threshold?: number;
  /** Infimum and supremum of `h`; required by output clip. */
  readonly range?: readonly [number, number];
}

/** Names of the bases that come with the library. */
export type BaseName = 'sigmoid' | 'tanh' | 'hardSigmoid' | 'hardTanh' | 'kerasHardSigmoid';
