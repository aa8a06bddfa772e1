import { moduleBuilder, type ModuleOptions } from '../assembler/index.ts';
import { addLoop } from './add-loop.ts';
import type { DrawingLoop } from './drawing-loop.ts';

/**
 * One WebAssembly module with a function for each loop: `loop0`, `loop1`, ...; see {@link addLoop} for their arguments.
 *
 * @example
 * ```ts
 * const functions = instantiate(compileLoops([loop], { relaxed: supportsRelaxed() }), memory);
 * functions['loop0']!(from, to, rounds);
 * ```
 */
export function compileLoops(loops: readonly DrawingLoop[], options: ModuleOptions): Uint8Array<ArrayBuffer> {
  const m = moduleBuilder(options);
  loops.forEach((loop, i) => addLoop(m, `loop${i}`, loop));
  return m.encode();
}
