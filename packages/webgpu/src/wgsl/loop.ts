import { flatGroup, type Kernel, shader, spreadOut } from './kernel.ts';
import { collapse, reducedAxes } from './nest.ts';
import { type Scope, unflatten, word } from './places.ts';
import { reductionKernel } from './reduction.ts';
import { storeStatement } from './store.ts';
import { elementOf, type KernelLoop, valueStatements } from './values.ts';

const threads = 64;

/**
 * Kernels of a loop: one invocation for each element; where several elements go to one place, a workgroup brings them
 * together. Stores that do so along different axes need a kernel each; what is stored element by element comes last, as
 * the others compute from what it may overwrite.
 */
export function loopKernels(loop: KernelLoop, scope: Scope): Kernel[] {
  const groups = new Map<string, number[]>();
  loop.stores.forEach((store, i) => {
    const key = reducedAxes(loop, store).join();
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const elementwise = groups.get('') ?? [];
  groups.delete('');
  const kinds = [...groups.values()];
  if (kinds.length === 0) return [elementwiseKernel(collapse(loop), scope)];
  return kinds.map((stores, i) => {
    const all = i === kinds.length - 1 ? [...elementwise, ...stores] : stores;
    return reductionKernel(collapse(only(loop, all)), scope);
  });
}

/** The loop with some of its stores, and the values that these need. */
function only(loop: KernelLoop, stores: readonly number[]): KernelLoop {
  return {
    ...loop,
    stores: stores.map((i) => loop.stores[i]!),
    fresh: new Set([...stores.keys()].filter((i) => loop.fresh.has(stores[i]!))),
  };
}

/** Unused values are left to the compiler of the shader. */
function elementwiseKernel(loop: KernelLoop, scope: Scope): Kernel {
  const { dims, timesSteps } = loop;
  const count = dims.reduce((product, size) => product * size, 1);
  const { statements, indices } = unflatten('element', dims, 'i');
  const code = shader(scope.buffers.length, {
    threads,
    body: [
      `let element = ${flatGroup} * ${word(threads)} + lane;`,
      `if (element >= ${word(count)}${timesSteps ? ' * run.time' : ''}) { return; }`,
      ...statements,
      ...valueStatements(loop, scope, indices),
      ...loop.stores.map((store) =>
        storeStatement(store, elementOf(store, scope, indices), `v${store.value}`),
      ),
    ],
  });
  return { code, workgroups: (time) => spreadOut(Math.ceil((count * (timesSteps ? time : 1)) / threads)) };
}
