import type * as tf from '@tensorflow/tfjs-core';
import type { Cell, Tensors } from '../cell/cell.ts';
import type { BufferRef, Instruction, Phase, Plan } from '../plan/plan.ts';
import type { ScanOptions } from '../scan.ts';
import { planScan } from './plan-scan.ts';

/**
 * Says how a scan is compiled, as text: nodes of the recorded step before and after each pass, what runs before, in and
 * after the steps, what is kept for the backward run, and how much memory it takes. Arguments as those of `scan`; needs
 * no target, takes no noise.
 *
 * @throws UntraceableStepError if the step cannot be compiled, and what `scan` throws.
 */
export function explain<Sizes, Param extends string, State extends string, Constant extends string = never>(
  cell: Cell<Sizes, Param, State, Constant>,
  params: Tensors<Param>,
  xs: tf.Tensor,
  init: Tensors<State>,
  options: ScanOptions<Constant> = {},
): string {
  const { recorded, passes, plan } = planScan(cell, params, xs, init, options);
  const time = xs.shape[1]!;
  const lines = [
    `${cell.name}: batch ${xs.shape[0]}, ${time} time steps`,
    '',
    `recorded: ${recorded} nodes`,
    ...passes.map(({ name, nodes }) => `${name}: ${nodes} nodes`),
  ];
  const kept = plan.kept.map((buffer) => plan.buffers[buffer]!);
  const bytes = (buffers: readonly Plan['buffers'][number][]): string =>
    buffers
      .reduce((sum, { kind, size }) => sum + 4 * size * { once: 1, steps: time, chain: time + 1 }[kind], 0)
      .toLocaleString('en');
  return [
    ...lines,
    '',
    ...describePhase('forward', plan, plan.forward),
    ...describePhase('backward', plan, plan.backward!),
    `kept for the backward run: ${kept.map(({ name }) => name).join(', ')}; ${bytes(kept)} bytes`,
    `all buffers: ${bytes(plan.buffers)} bytes`,
  ].join('\n');
}

function describePhase(name: string, plan: Plan, phase: Phase): string[] {
  return (['before', 'step', 'after', 'forInput'] as const).flatMap((part) => {
    const title = {
      before: `${name}, once before`,
      step: `${name}, each step`,
      after: `${name}, once after`,
      forInput: `${name}, for the gradient in x`,
    }[part];
    const instructions = phase[part].map((each) => `  ${describeInstruction(plan, each)}`);
    return instructions.length === 0 ? [] : [title, ...instructions, ''];
  });
}

function describeInstruction(plan: Plan, each: Instruction): string {
  const name = ({ buffer }: BufferRef): string => plan.buffers[buffer]!.name;
  if (each.kind === 'noise') return `noise of site ${each.site}, ${each.size} normals`;
  if (each.kind === 'clear') return `clear ${plan.buffers[each.buffer]!.name}`;
  if (each.kind === 'loop') {
    const stores = each.stores.map(
      (store) => name(store) + (store.combine === 'set' ? '' : ` (${store.combine})`),
    );
    const computed = each.values.filter(({ op }) => op !== 'load').length;
    return `loop over [${each.dims.join(', ')}]: ${computed} operations -> ${[...new Set(stores)].join(', ')}`;
  }
  const [m, k] = [
    each.timesSteps === 'm' ? `T ${each.m}` : each.m,
    each.timesSteps === 'k' ? `T ${each.k}` : each.k,
  ];
  return `product [${m}, ${k}] x [${k}, ${each.n}] ${each.accumulate ? 'added to' : '->'} ${name(each.c)}`;
}
