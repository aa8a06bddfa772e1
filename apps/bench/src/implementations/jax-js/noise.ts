import { nn, numpy as np } from '@jax-js/jax';

/** `clip(scale x + offset, low, 1)`, plus NAH noise when there are half-normals and a slope p. */
export function hard(
  x: np.Array,
  [scale, offset, low]: readonly [number, number, number],
  noise?: { normals: np.Array; p: np.Array },
): np.Array {
  const u = x.ref.mul(scale).add(offset);
  const h = np.clip(u.ref, low, 1);
  if (noise === undefined) {
    x.dispose();
    u.dispose();
    return h;
  }
  const slope = nn.sigmoid(h.ref.sub(u).mul(noise.p)).sub(0.5);
  const sigma = np.square(slope).mul(0.5);
  const inward = np.where(x.less(0), 1, -1);
  return h.add(sigma.mul(inward).mul(np.abs(noise.normals)));
}

/** Scale, offset and lower bound of hardSigmoid. */
export const hardSigmoid = [0.25, 0.5, 0] as const;
/** Scale, offset and lower bound of hardTanh. */
export const hardTanh = [1, 0, -1] as const;
