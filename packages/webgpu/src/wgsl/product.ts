import type { Matrix } from '@unsaturate/scan';
import type { KernelProduct } from '../plan/kernel-loops.ts';
import { epilogueStatements } from './epilogue.ts';
import { type Kernel, shader } from './kernel.ts';
import { matrixStart, type Scope, word } from './places.ts';
import { type Tile, tileOf } from './tile.ts';

/**
 * The kernel of a product: each workgroup brings pieces of both factors to workgroup memory, whatever their
 * transposition, and each thread adds up products of a few of their rows and columns.
 */
export function productKernel(product: KernelProduct, scope: Scope, tile: Tile = tileOf(product)): Kernel {
  const { m, n, k, batch, timesSteps, accumulate } = product;
  const { rows, columns, down, across, split, depth } = tile;
  const [height, width, threads] = [rows * down, columns * across, down * across * split];
  const timed = (size: number, axis: 'm' | 'k'): string =>
    `${word(size)}${timesSteps === axis ? ' * run.time' : ''}`;
  const each = (count: number, line: (i: number) => string): string[] =>
    Array.from({ length: count }, (_, i) => line(i));
  const sums = each(rows, (r) => `s${r}`).flatMap((row, r) =>
    each(columns, (c) => `${row}_${c}`).map((name, c) => ({ name, r, c })),
  );
  // One value more in a row of memory: neighbours along the other axis are then in different banks.
  const [strideA, strideB] = [height + 1, width + 1];
  const place = ({ r, c }: { r: number; c: number }): string =>
    `${scope.regionOf(product.c.buffer)}[c0 + (row + ${word(r)}) * ${word(product.c.rowStride)} + column + ${word(c)}]`;

  const code = shader(scope.buffers.length, {
    threads,
    shared: [
      `var<workgroup> tileA: array<f32, ${depth * strideA}>;`,
      `var<workgroup> tileB: array<f32, ${depth * strideB}>;`,
      ...(split > 1 ? [`var<workgroup> parts: array<f32, ${threads * rows * columns}>;`] : []),
    ],
    body: [
      `let m = ${timed(m, 'm')};`,
      `let k = ${timed(k, 'k')};`,
      `let a0 = ${matrixStart(product.a, batch, scope)};`,
      `let b0 = ${matrixStart(product.b, batch, scope)};`,
      `let c0 = ${matrixStart(product.c, batch, scope)};`,
      `let piece = lane / ${word(down * across)};`,
      `let down = (lane % ${word(down * across)}) / ${word(across)};`,
      `let across = lane % ${word(across)};`,
      `let firstRow = group.y * ${word(height)};`,
      `let firstColumn = group.x * ${word(width)};`,
      `let row = firstRow + down * ${word(rows)};`,
      `let column = firstColumn + across * ${word(columns)};`,
      ...sums.map(({ name }) => `var ${name} = 0.0;`),
      `for (var k0 = 0u; k0 < k; k0 += ${word(depth)}) {`,
      ...[
        ...loadTile({
          tile: 'tileA',
          region: scope.regionOf(product.a.buffer),
          start: 'a0',
          first: 'firstRow',
          limit: 'm',
          size: height,
          matrix: product.a,
          alongTerms: !product.transposeA,
          depth,
          threads,
        }),
        ...loadTile({
          tile: 'tileB',
          region: scope.regionOf(product.b.buffer),
          start: 'b0',
          first: 'firstColumn',
          limit: word(n),
          size: width,
          matrix: product.b,
          alongTerms: product.transposeB,
          depth,
          threads,
        }),
        'workgroupBarrier();',
        `for (var t = piece; t < ${word(depth)}; t += ${word(split)}) {`,
        ...each(
          rows,
          (r) => `  let a${r} = tileA[t * ${word(strideA)} + down * ${word(rows)} + ${word(r)}];`,
        ),
        ...each(
          columns,
          (c) => `  let b${c} = tileB[t * ${word(strideB)} + across * ${word(columns)} + ${word(c)}];`,
        ),
        ...sums.map(({ name, r, c }) => `  ${name} = fma(a${r}, b${c}, ${name});`),
        '}',
        'workgroupBarrier();',
      ].map((line) => `  ${line}`),
      '}',
      ...(split > 1
        ? meet(
            sums.map(({ name }) => name),
            down * across,
            split,
          )
        : []),
      ...sums.map((sum) => {
        const total = accumulate ? `${place(sum)} + ${sum.name}` : sum.name;
        const inside = `piece == 0u && row + ${word(sum.r)} < m && column + ${word(sum.c)} < ${word(n)}`;
        return `if (${inside}) { ${place(sum)} = ${total}; }`;
      }),
      ...(product.epilogue === undefined
        ? []
        : ['if (piece == 0u) {', ...epilogueStatements(product, product.epilogue, scope, tile), '}']),
    ],
  });
  return {
    code,
    workgroups: (time) => [
      Math.ceil(n / width),
      Math.ceil((m * (timesSteps === 'm' ? time : 1)) / height),
      batch,
    ],
  };
}

interface TileLoad {
  readonly tile: string;
  readonly region: string;
  readonly start: string;
  readonly first: string;
  readonly limit: string;
  readonly size: number;
  readonly matrix: Matrix;
  /** Whether terms, not rows or columns of the product, are neighbours in memory. */
  readonly alongTerms: boolean;
  readonly depth: number;
  readonly threads: number;
}

/** Brings a piece of a factor to workgroup memory, term by term, with zeros for what is outside. */
function loadTile({
  tile,
  region,
  start,
  first,
  limit,
  size,
  matrix,
  alongTerms,
  depth,
  threads,
}: TileLoad): string[] {
  const stride = word(matrix.rowStride);
  const [inner, outer] = alongTerms ? ['t', 'e'] : ['e', 't'];
  const innerSize = word(alongTerms ? depth : size);
  const at = alongTerms ? `(${first} + e) * ${stride} + k0 + t` : `(k0 + t) * ${stride} + ${first} + e`;
  return [
    `for (var i = lane; i < ${word(depth * size)}; i += ${word(threads)}) {`,
    `  let ${inner} = i % ${innerSize};`,
    `  let ${outer} = i / ${innerSize};`,
    '  var value = 0.0;',
    `  if (k0 + t < k && ${first} + e < ${limit}) { value = ${region}[${start} + ${at}]; }`,
    `  ${tile}[t * ${word(size + 1)} + e] = value;`,
    '}',
  ];
}

/** Adds up the sums of threads that shared the terms, for the first of them. */
function meet(sums: readonly string[], apart: number, split: number): string[] {
  const count = word(sums.length);
  return [
    ...sums.map((name, i) => `parts[lane * ${count} + ${word(i)}] = ${name};`),
    'workgroupBarrier();',
    'if (piece == 0u) {',
    `  for (var other = 1u; other < ${word(split)}; other++) {`,
    ...sums.map(
      (name, i) => `    ${name} += parts[(lane + other * ${word(apart)}) * ${count} + ${word(i)}];`,
    ),
    '  }',
    '}',
  ];
}
