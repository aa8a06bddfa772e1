import type { Matrix } from '@unsaturate/scan';
import type { KernelProduct } from '../plan/kernel-loops.ts';
import { type Block, blockOf } from './block.ts';
import { epilogueStatements } from './epilogue.ts';
import { flatGroup, type Kernel, shader, spreadOut } from './kernel.ts';
import { matrixStart, type Scope, word } from './places.ts';

const threads = 8;

/**
 * The kernel of a product for devices on which threads had better not wait for each other: each adds up a block of the
 * product and reads what it needs of the factors from memory.
 */
export function blockProductKernel(
  product: KernelProduct,
  scope: Scope,
  block: Block = blockOf(product),
): Kernel {
  const { m, n, k, batch, timesSteps, a, b, c } = product;
  const { rows, columns } = block;
  const timed = (size: number, axis: 'm' | 'k'): string =>
    `${word(size)}${timesSteps === axis ? ' * run.time' : ''}`;
  const acrossBlocks = Math.ceil(n / columns);
  const left: Factor = {
    name: 'a',
    count: rows,
    first: 'row',
    limit: m % rows === 0 ? undefined : 'm',
    alongTerms: !product.transposeA,
    matrix: a,
  };
  const right: Factor = {
    name: 'b',
    count: columns,
    first: 'column',
    limit: n % columns === 0 ? undefined : word(n),
    alongTerms: product.transposeB,
    matrix: b,
  };
  const sums = each(rows, (r) => each(columns, (column) => ({ r, c: column }))).flat();
  const store = ({ r, c: column }: { r: number; c: number }): string => {
    const place = `${scope.regionOf(c.buffer)}[c0 + ${word(r * c.rowStride + column)}]`;
    const inside = [...insideOf(left, r), ...insideOf(right, column)];
    const statement = `${place} = ${product.accumulate ? `${place} + ` : ''}s${r}_${column};`;
    return inside.length === 0 ? statement : `if (${inside.join(' && ')}) { ${statement} }`;
  };
  const code = shader(scope.buffers.length, {
    threads,
    body: [
      `let m = ${timed(m, 'm')};`,
      `let k = ${timed(k, 'k')};`,
      `let block = ${flatGroup} * ${word(threads)} + lane;`,
      `let row = block / ${word(acrossBlocks)} * ${word(rows)};`,
      `let column = block % ${word(acrossBlocks)} * ${word(columns)};`,
      'if (row >= m) { return; }',
      `let a0 = ${matrixStart(a, batch, scope)};`,
      `let b0 = ${matrixStart(b, batch, scope)};`,
      `let c0 = ${matrixStart(c, batch, scope)} + row * ${word(c.rowStride)} + column;`,
      ...placesOf(left),
      ...placesOf(right),
      ...sums.map((sum) => `var s${sum.r}_${sum.c} = 0.0;`),
      'for (var t = 0u; t < k; t++) {',
      ...loadsOf(left, scope),
      ...loadsOf(right, scope),
      ...sums.map((sum) => `  s${sum.r}_${sum.c} += a${sum.r} * b${sum.c};`),
      '}',
      ...sums.map(store),
      ...(product.epilogue ? epilogueStatements(product, product.epilogue, scope, block) : []),
    ],
  });
  return {
    code,
    workgroups: (time) => {
      const down = Math.ceil((m * (timesSteps === 'm' ? time : 1)) / rows);
      const [x, y] = spreadOut(Math.ceil((down * acrossBlocks) / threads));
      return [x, y, batch];
    },
  };
}

/** What a thread reads of a factor: for each term, values of a few of its rows or columns. */
interface Factor {
  readonly name: 'a' | 'b';
  readonly count: number;
  /** The first row or column of the block. */
  readonly first: string;
  /** How many there are, where the last block goes beyond. */
  readonly limit: string | undefined;
  /** Whether terms, not rows or columns of the product, are neighbours in memory. */
  readonly alongTerms: boolean;
  readonly matrix: Matrix;
}

/** Where the first term of each row or column is; those beyond the last are the last again. */
function placesOf({ name, count, first, limit, alongTerms, matrix }: Factor): string[] {
  return each(count, (i) => {
    const index = `${first} + ${word(i)}`;
    const inside = limit === undefined ? `(${index})` : `min(${index}, ${limit} - 1u)`;
    return `let ${name}At${i} = ${name}0 + ${inside} * ${word(alongTerms ? matrix.rowStride : 1)};`;
  });
}

function loadsOf({ name, count, alongTerms, matrix }: Factor, scope: Scope): string[] {
  const region = scope.regionOf(matrix.buffer);
  const term = `t * ${word(alongTerms ? 1 : matrix.rowStride)}`;
  return each(count, (i) => `  let ${name}${i} = ${region}[${name}At${i} + ${term}];`);
}

/** The condition under which a row or column is there; the first always is. */
function insideOf({ first, limit }: Factor, i: number): string[] {
  return limit === undefined || i === 0 ? [] : [`${first} + ${word(i)} < ${limit}`];
}

function each<Result>(count: number, make: (i: number) => Result): Result[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
