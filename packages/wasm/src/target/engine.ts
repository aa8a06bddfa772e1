import { instantiate, supportsRelaxed } from '../assembler/index.ts';
import { createGemm } from '../gemm/gemm.ts';
import { compileLoops } from '../loops/index.ts';
import { createArena } from '../memory/arena.ts';
import { createFillNormals } from '../noise/fill-normals.ts';
import type { Engine } from './run-plan.ts';

/** An engine with a memory of its own; uses relaxed SIMD where the machine has it. */
export function createEngine(): Engine {
  const arena = createArena();
  const options = { relaxed: supportsRelaxed() };
  return {
    arena,
    start: arena.mark(),
    gemm: createGemm(arena.memory, options),
    fillNormals: createFillNormals(arena.memory, options),
    compileLoops(loops) {
      const functions = instantiate(compileLoops(loops, options), arena.memory);
      return loops.map((_, i) => functions[`loop${i}`]!);
    },
  };
}
