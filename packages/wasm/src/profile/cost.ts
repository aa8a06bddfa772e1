import type { Product, View } from '@unsaturate/scan';
import { type DrawingInstruction, type DrawingLoop, type DrawingPlan, draws } from '../loops/index.ts';
import type { Cost } from './observe.ts';

const floatBytes = 4;

/** What an instruction of a plan does each time it runs, for a number of time steps. */
export function costOf(instruction: DrawingInstruction, plan: DrawingPlan, steps: number): Cost {
  const { kind } = instruction;
  if (kind === 'product') return costOfProduct(instruction, steps);
  if (kind === 'loop') return costOfLoop(instruction, plan, steps);
  if (kind === 'noise') {
    const { site, size } = instruction;
    return { kind, what: `${size} normals of site ${site}`, flops: 0, bytes: floatBytes * size };
  }
  const buffer = plan.buffers[instruction.buffer]!;
  const blocks = { once: 1, steps, chain: steps + 1 }[buffer.kind];
  return { kind, what: buffer.name, flops: 0, bytes: floatBytes * blocks * buffer.size };
}

/** A run of a direction as a whole: its instructions have the cost. */
export function costOfRun(): Cost {
  return { kind: 'run', what: '', flops: 0, bytes: 0 };
}

/** Packing the right factor of a product. */
export function costOfPacking({ k, n, batch }: Product): Cost {
  return {
    kind: 'pack',
    what: sized(batch, `[${k}, ${n}]`),
    flops: 0,
    bytes: 2 * floatBytes * batch * k * n,
  };
}

function costOfProduct(product: Product, steps: number): Cost {
  const { n, batch, transposeA, transposeB, accumulate, timesSteps } = product;
  const m = product.m * (timesSteps === 'm' ? steps : 1);
  const k = product.k * (timesSteps === 'k' ? steps : 1);
  const a = transposeA ? `[${k}, ${m}]'` : `[${m}, ${k}]`;
  const b = transposeB ? `[${n}, ${k}]'` : `[${k}, ${n}]`;
  return {
    kind: 'product',
    what: `${sized(batch, `${a} ${b}`)}${accumulate ? ', added' : ''}`,
    flops: 2 * batch * m * n * k,
    bytes: floatBytes * batch * (m * k + k * n + m * n * (accumulate ? 2 : 1)),
  };
}

function costOfLoop(loop: DrawingLoop, plan: DrawingPlan, steps: number): Cost {
  const { dims, timesSteps, loads, values, stores } = loop;
  const [first = 1, ...rest] = dims;
  const sizes = [first * (timesSteps ? steps : 1), ...rest];
  const valuesOf = ({ strides }: View): number =>
    sizes.reduce((product, size, axis) => (strides[axis] ? product * size : product), 1);
  const accesses = [...loads, ...stores, ...stores.filter(({ combine }) => combine !== 'set')];
  const operations = values.filter(({ op }) => op !== 'load' && op !== 'fill').length;
  const targets = new Set(stores.map(({ buffer }) => plan.buffers[buffer]!.name));
  return {
    kind: 'loop',
    what: `[${sizes.join(', ')}] of ${operations} operations${draws(loop) ? ' with noise' : ''} to ${listed([...targets])}`,
    flops: 0,
    bytes: floatBytes * accesses.reduce((sum, view) => sum + valuesOf(view), 0),
  };
}

/** The first names, and how many more there are. */
function listed(names: readonly string[]): string {
  const most = 3;
  const more = names.length > most ? [`${names.length - most} more`] : [];
  return [...names.slice(0, most), ...more].join(', ');
}

function sized(batch: number, text: string): string {
  return batch === 1 ? text : `${batch} times ${text}`;
}

/** The cost of things that are done at the same time. */
export function together(costs: readonly Cost[]): Cost {
  const [first] = costs as readonly [Cost, ...Cost[]];
  const sum = (of: 'flops' | 'bytes'): number => costs.reduce((total, each) => total + each[of], 0);
  const what = costs.length === 1 ? first.what : `${first.what}, ${costs.length} times`;
  return { kind: first.kind, what, flops: sum('flops'), bytes: sum('bytes') };
}
