import type { BufferRef, Instruction, Loop, Plan, Product } from '@unsaturate/scan';

/** What {@link planDot} draws. */
export type Direction = 'forward' | 'backward';

const parts = ['before', 'step', 'after', 'forInput'] as const;

const titles = {
  before: 'once, before the steps',
  step: { forward: 'every step t, from first to last', backward: 'every step t, from last to first' },
  after: 'once, after the steps',
  forInput: 'once, if the gradient in x is asked for',
} as const;

/**
 * One direction of a plan as a graph for Graphviz: buffers, and what reads and writes them, in boxes for what runs before,
 * in and after the steps. The class of each node says what it is: `input`, `state`, `kept`, `buffer`, `result`, or the kind of
 * an instruction.
 */
export function planDot(plan: Plan, direction: Direction): string {
  const phase = plan[direction]!;
  const drawn = new Map<string, string>();
  const edges = new Set<string>();
  const place = (ref: BufferRef): string => {
    const id = nodeOf(plan, ref);
    drawn.set(
      id,
      `${id} [label=${text(bufferLabel(plan, direction, ref))} class="${bufferClass(plan, direction, ref)}"];`,
    );
    return id;
  };
  // Each below the one that runs before it.
  const order = parts.flatMap((part) => phase[part].map((_, i) => `${part}${i}`)).join(' -> ');
  const boxes = parts.map((part) => {
    const instructions = phase[part].map((instruction, i) => {
      const id = `${part}${i}`;
      const { reads, writes } = touched(instruction);
      for (const ref of reads) edges.add(`${place(ref)} -> ${id};`);
      for (const ref of writes) edges.add(`${id} -> ${place(ref)};`);
      return `${id} [label=${text(instructionLabel(instruction))} class="${instruction.kind}"];`;
    });
    if (instructions.length === 0) return '';
    const title = part === 'step' ? titles.step[direction] : titles[part];
    return `subgraph cluster_${part} { label=${text(title)}; class="${part}"; ${instructions.join(' ')} }`;
  });
  return `digraph {
graph [rankdir=TB newrank=true bgcolor=transparent fontname=Helvetica fontsize=14 nodesep=0.15 ranksep=0.35 margin=0 pad=0.05 labeljust=l];
node [shape=box style=rounded fontname=Helvetica fontsize=14 margin="0.12,0.06" height=0.3];
edge [arrowsize=0.7];
${boxes.filter(Boolean).join('\n')}
${[...drawn.values()].join('\n')}
${[...edges].join('\n')}
${order} [style=invis];
}`;
}

interface Touched {
  readonly reads: readonly BufferRef[];
  readonly writes: readonly BufferRef[];
}

function touched(instruction: Instruction): Touched {
  if (instruction.kind === 'loop') return { reads: instruction.loads, writes: instruction.stores };
  if (instruction.kind === 'product')
    return { reads: [instruction.a, instruction.b], writes: [instruction.c] };
  if (instruction.kind === 'noise') return { reads: [], writes: [instruction.to] };
  return { reads: [], writes: [{ buffer: instruction.buffer, offset: 0, block: 0 }] };
}

/** A state is two nodes: what the step before left, and what this one leaves. */
function nodeOf(plan: Plan, { buffer, block }: BufferRef): string {
  return plan.buffers[buffer]!.kind === 'chain' ? `b${buffer}_${block}` : `b${buffer}`;
}

function bufferLabel(plan: Plan, direction: Direction, { buffer, block }: BufferRef): string {
  const { kind, size, name: own } = plan.buffers[buffer]!;
  const name = direction === 'backward' ? (gradientIn(plan, buffer) ?? own) : own;
  const number = size.toLocaleString('en');
  if (kind === 'once') return `${name}\n${number}`;
  if (kind === 'steps') return `${name}\n${number} a step`;
  const before = direction === 'forward' ? 't - 1' : 't';
  const after = direction === 'forward' ? 't' : 't + 1';
  return `${name}, ${block === 0 ? before : after}\n${number} a step`;
}

/** The name of the gradient that a buffer other than a state ends up with. */
function gradientIn(plan: Plan, buffer: number): string | undefined {
  if (plan.buffers[buffer]!.kind === 'chain') return undefined;
  const [input] = Object.entries(plan.gradients).find(([, each]) => each.buffer === buffer) ?? [];
  return input && `d/${input}`;
}

function bufferClass(plan: Plan, direction: Direction, { buffer }: BufferRef): string {
  const { kind } = plan.buffers[buffer]!;
  const among = (buffers: readonly number[]): boolean => buffers.includes(buffer);
  if (kind === 'chain') return 'state';
  if (among(plan.kept)) return 'kept';
  if (among(Object.values(plan.inputs)) || among(Object.values(plan.cotangents))) return 'input';
  const results = direction === 'forward' ? plan.outputs : plan.gradients;
  return among(Object.values(results).map((each) => each.buffer)) ? 'result' : 'buffer';
}

function instructionLabel(instruction: Instruction): string {
  if (instruction.kind === 'product') return productLabel(instruction);
  if (instruction.kind === 'noise') return `noise of site ${instruction.site}`;
  if (instruction.kind === 'clear') return `set to ${instruction.value}`;
  return `loop over [${instruction.dims.join(', ')}]\n${operationsOf(instruction)}`;
}

function productLabel({ m, k, n, timesSteps, accumulate }: Product): string {
  const size = (which: 'm' | 'k', value: number): string =>
    timesSteps === which ? `T ${value}` : `${value}`;
  const [rows, terms] = [size('m', m), size('k', k)];
  return `product${accumulate ? ', added' : ''}\n[${rows}, ${terms}] x [${terms}, ${n}]`;
}

/** How often each function is computed, the most frequent first, three a line. */
function operationsOf({ values, stores }: Loop): string {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value.op === 'load' || value.op === 'fill') continue;
    const name = 'fn' in value ? value.fn : value.op;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) {
    const [first] = values;
    if (first?.op === 'fill') return `set to ${first.value}`;
    return stores.some(({ combine }) => combine === 'sum') ? 'sum' : 'copy';
  }
  const said = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, count]) => `${count} ${name}`);
  const lines: string[] = [];
  for (let i = 0; i < said.length; i += 3) lines.push(said.slice(i, i + 3).join(', '));
  return lines.join('\n');
}

function text(label: string): string {
  return JSON.stringify(label);
}
