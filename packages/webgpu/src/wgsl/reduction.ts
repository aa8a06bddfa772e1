import type { Reduction, Store } from '@unsaturate/scan';
import { literal } from './functions.ts';
import { flatGroup, type Kernel, shader, spreadOut } from './kernel.ts';
import { reducedAxes } from './nest.ts';
import { type Scope, unflatten, word } from './places.ts';
import { combined, identities, storeStatement } from './store.ts';
import { elementOf, type KernelLoop, valueStatements } from './values.ts';

/** Threads of a workgroup in which they meet, and of one in which each is alone. */
const [together, alone] = [256, 8];
/** Elements whose sum is added to the total at once: the total of many would lose what single ones have. */
const terms = 64;
/** Columns, or elements in one, from which on threads of a device made of software had better be alone, or may be. */
const [manyColumns, fewElements] = [32, 4096];

/**
 * A loop some of whose stores bring elements together, all along the same axes. A workgroup has as many columns, each one
 * place, as it can; the threads of a column go through its elements and meet in workgroup memory. Where waiting is dear
 * each column has one thread.
 */
export function reductionKernel(loop: KernelLoop, scope: Scope): Kernel {
  const { dims, timesSteps } = loop;
  const isReducing = (store: Store): boolean => reducedAxes(loop, store).length > 0;
  const reduced = reducedAxes(loop, loop.stores.find(isReducing)!);
  const rest = [...dims.keys()].filter((axis) => !reduced.includes(axis));
  const sizeOf = (axes: readonly number[]): number => axes.reduce((size, axis) => size * dims[axis]!, 1);
  const timed = (axes: readonly number[]): boolean => timesSteps && axes.includes(0);
  const sizeText = (axes: readonly number[]): string =>
    `${word(sizeOf(axes))}${timed(axes) ? ' * run.time' : ''}`;

  const isAlone = scope.isSoftware && (sizeOf(rest) >= manyColumns || sizeOf(reduced) <= fewElements);
  const threads = isAlone ? alone : together;
  // Neighbours in memory go to neighbouring threads: to those of one column, or of many.
  const isInner = reduced.includes(dims.length - 1);
  const most = isInner ? threads : Math.max(16, threads / nextPowerOfTwo(sizeOf(rest)));
  const lanes = isAlone ? 1 : Math.min(most, timed(reduced) ? 64 : nextPowerOfTwo(sizeOf(reduced)));
  const columns = threads / lanes;
  const [column, part] = isInner
    ? [`lane / ${word(lanes)}`, `lane % ${word(lanes)}`]
    : [`lane % ${word(columns)}`, `lane / ${word(columns)}`];
  const apart = isInner ? 1 : columns;

  const place = unflatten(
    'column',
    rest.map((axis) => dims[axis]!),
    'c',
  );
  const element = unflatten(
    'r',
    reduced.map((axis) => dims[axis]!),
    'r',
  );
  const indices = dims.map((_, axis) =>
    reduced.includes(axis) ? element.indices[reduced.indexOf(axis)]! : place.indices[rest.indexOf(axis)]!,
  );
  const [reducing, elementwise] = [
    loop.stores.filter(isReducing),
    loop.stores.filter((store) => !isReducing(store)),
  ];
  const [perColumn, perElement] = valuesInNest(loop, reduced, scope, indices);
  const fresh = (store: Store): boolean => loop.fresh.has(loop.stores.indexOf(store));
  const kindOf = (store: Store): Reduction => store.combine as Reduction;

  const code = shader(scope.buffers.length, {
    threads,
    shared: isAlone
      ? []
      : [
          `var<workgroup> parts: array<f32, ${threads}>;`,
          ...new Set(reducing.map((store) => meeting(kindOf(store), lanes, apart))),
        ],
    body: [
      `let part = ${part};`,
      `let column = ${flatGroup} * ${word(columns)} + ${column};`,
      `let inside = column < ${sizeText(rest)};`,
      ...place.statements,
      ...reducing.map((store, i) => `var total${i} = ${literal(identities[kindOf(store)])};`),
      'if (inside) {',
      ...perColumn.map((line) => `  ${line}`),
      `  for (var first = part; first < ${sizeText(reduced)}; first += ${word(terms * lanes)}) {`,
      ...reducing.map((store, i) => `    var sum${i} = ${literal(identities[kindOf(store)])};`),
      `    for (var r = first; r < min(first + ${word(terms * lanes)}, ${sizeText(reduced)}); r += ${word(lanes)}) {`,
      ...[
        ...element.statements,
        ...perElement,
        ...elementwise.map((store) =>
          storeStatement(store, elementOf(store, scope, indices), `v${store.value}`),
        ),
        ...reducing.map((store, i) => `sum${i} = ${combined[kindOf(store)](`sum${i}`, `v${store.value}`)};`),
      ].map((line) => `      ${line}`),
      '    }',
      ...reducing.map((store, i) => `    total${i} = ${combined[kindOf(store)](`total${i}`, `sum${i}`)};`),
      '  }',
      '}',
      ...(isAlone
        ? []
        : reducing.map((store, i) => `total${i} = meet_${store.combine}(lane, part, total${i});`)),
      'if (inside && part == 0u) {',
      ...reducing.map(
        (store, i) =>
          `  ${storeStatement(store, elementOf(store, scope, indices), `total${i}`, fresh(store))}`,
      ),
      '}',
    ],
  });
  return {
    code,
    workgroups: (time) => spreadOut(Math.ceil((sizeOf(rest) * (timed(rest) ? time : 1)) / columns)),
  };
}

/** A function that brings the parts of each column together; its first thread gets the whole. */
function meeting(kind: Reduction, lanes: number, apart: number): string {
  return `fn meet_${kind}(lane: u32, part: u32, value: f32) -> f32 {
  workgroupBarrier();
  parts[lane] = value;
  for (var half = ${word(lanes / 2)}; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (part < half) { parts[lane] = ${combined[kind]('parts[lane]', `parts[lane + half * ${word(apart)}]`)}; }
  }
  return parts[lane];
}`;
}

/** Statements for the values that are the same for all elements of a column, and for the others. */
function valuesInNest(
  loop: KernelLoop,
  reduced: readonly number[],
  scope: Scope,
  indices: readonly string[],
): [string[], string[]] {
  const written = new Set(loop.stores.map(({ buffer }) => buffer));
  const isOnce: boolean[] = [];
  for (const value of loop.values) {
    if (value.op === 'load') {
      const { buffer, strides } = loop.loads[value.load]!;
      isOnce.push(!written.has(buffer) && reduced.every((axis) => strides[axis] === 0));
    } else isOnce.push(value.op === 'fill' || value.args.every((arg) => isOnce[arg]!));
  }
  const statements = valueStatements(loop, scope, indices);
  return [statements.filter((_, i) => isOnce[i]), statements.filter((_, i) => !isOnce[i])];
}

function nextPowerOfTwo(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}
