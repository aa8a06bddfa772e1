import type { Matrix, Product } from '@unsaturate/scan';
import { type Factor, type Gemm, type GemmSizes, type MatrixAt, scratchBytes } from '../gemm/gemm.ts';
import { packedBytes } from '../gemm/pack.ts';
import type { Arena } from '../memory/arena.ts';
import type { Layout } from './layout.ts';

/** A product of a plan, laid out. */
export type BoundProduct = (iteration: number) => void;

/** Binds a product whose right factor may change: packed on the way where that pays. */
export function bindProduct(product: Product, layout: Layout, arena: Arena, gemm: Gemm): BoundProduct {
  const sizes = sizesOf(product, layout.steps);
  const [a, b, c] = matrices(product, layout);
  const scratch = arena.allocate(scratchBytes(sizes.k, sizes.n));
  return (iteration) => {
    for (let i = 0; i < product.batch; i++) {
      const [left, right, to] = [a(iteration, i), b(iteration, i), c(iteration, i)];
      gemm.multiplyUnpacked(left, right, scratch, to, sizes, product.accumulate);
    }
  };
}

/**
 * Makes ready to bind a product whose right factor is the same in every step: the function that this returns packs it
 * as it is then, for all steps.
 */
export function bindConstantProduct(
  product: Product,
  layout: Layout,
  arena: Arena,
  gemm: Gemm,
): () => BoundProduct {
  const sizes = sizesOf(product, layout.steps);
  const [a, b, c] = matrices(product, layout);
  const addresses = Array.from({ length: product.batch }, () =>
    arena.allocate(packedBytes(sizes.k, sizes.n)),
  );
  return () => {
    const panels = addresses.map((at, i) => gemm.pack(b(0, i), at, sizes.k, sizes.n));
    return (iteration) =>
      panels.forEach((each, i) => {
        gemm.multiply(a(iteration, i), each, c(iteration, i), sizes, product.accumulate);
      });
  };
}

function sizesOf({ m, n, k, timesSteps }: Product, steps: number): GemmSizes {
  return { m: timesSteps === 'm' ? m * steps : m, n, k: timesSteps === 'k' ? k * steps : k };
}

type Locate<At extends MatrixAt> = (iteration: number, batch: number) => At;

function matrices(product: Product, layout: Layout): [Locate<Factor>, Locate<Factor>, Locate<MatrixAt>] {
  return [
    locate(product.a, product.transposeA, layout),
    locate(product.b, product.transposeB, layout),
    locate(product.c, false, layout),
  ];
}

function locate(matrix: Matrix, transposed: boolean, layout: Layout): Locate<Factor> {
  const { at, stride } = layout.place(matrix);
  const { rowStride, batchStride } = matrix;
  return (iteration, batch) => ({
    at: at + iteration * stride + 4 * batch * batchStride,
    rowStride,
    transposed,
  });
}
