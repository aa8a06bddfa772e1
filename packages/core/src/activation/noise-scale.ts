import type { Base } from '../bases/base.ts';
import { logistic } from '../bases/bases.ts';

/** Guards the division by `|xi|` in the authors' form of 'NANIL'. */
export const nanilGuard = 1e-10;

/** Partial derivatives of one activation value. */
export interface Derivatives {
  readonly x: number;
  readonly p: number;
  readonly c: number;
}

/** A value with its derivatives in x, p and c. */
export interface Jet extends Derivatives {
  readonly value: number;
}

/** A function of x, p, c and the standard normal xi; xi is held fixed in the derivatives. */
export type Form = (x: number, p: number, c: number, xi: number) => Jet;

/** `h - u` and its derivative, eq. 8. */
function saturation(base: Base, x: number): { delta: number; slope: number } {
  return { delta: base.h(x) - base.u(x), slope: base.dh(x) - base.du(x) };
}

/** `sigma = c (g(p Delta) - 1/2)^2`, eq. 9. */
export const learnedScale =
  (base: Base): Form =>
  (x, p, c) => {
    const { delta, slope } = saturation(base, x);
    const g = logistic(p * delta);
    const common = 2 * c * (g - 0.5) * g * logistic(-p * delta);
    return { value: c * (g - 0.5) ** 2, x: common * p * slope, p: common * delta, c: (g - 0.5) ** 2 };
  };

/** `c softplus(p |Delta| / (|xi| + 1e-10))`, the scale of 'NANIL' in the authors' code. */
export const authorsScale =
  (base: Base): Form =>
  (x, p, c, xi) => {
    const { delta, slope } = saturation(base, x);
    const q = Math.abs(delta) / (Math.abs(xi) + nanilGuard);
    const dq = (Math.sign(delta) * slope) / (Math.abs(xi) + nanilGuard);
    const softplus = Math.max(p * q, 0) + Math.log1p(Math.exp(-Math.abs(p * q)));
    const common = c * logistic(p * q);
    return { value: c * softplus, x: common * p * dq, p: common * q, c: softplus };
  };

/** c itself, eq. 14. */
export const fixedScale: Form = (_x, _p, c) => ({ value: c, x: 0, p: 0, c: 1 });

/** No noise. */
export const noScale: Form = () => ({ value: 0, x: 0, p: 0, c: 0 });

/** `1[|x| >= threshold] c`, eq. 15; the indicator counts as constant in the derivatives. */
export const saturatedScale =
  (threshold: number): Form =>
  (x, p, c, xi) =>
    Math.abs(x) >= threshold ? fixedScale(x, p, c, xi) : noScale(x, p, c, xi);
