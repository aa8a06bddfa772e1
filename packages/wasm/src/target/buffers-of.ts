import type { BufferId } from '@unsaturate/scan';
import type { DrawingInstruction } from '../loops/index.ts';

/** The buffers that an instruction reads or writes. */
export function buffersOf(instruction: DrawingInstruction): BufferId[] {
  if (instruction.kind === 'loop') {
    return [...instruction.loads, ...instruction.stores].map(({ buffer }) => buffer);
  }
  if (instruction.kind === 'product') {
    return [instruction.a, instruction.b, instruction.c].map(({ buffer }) => buffer);
  }
  return [instruction.kind === 'noise' ? instruction.to.buffer : instruction.buffer];
}
