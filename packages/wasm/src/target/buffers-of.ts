import type { BufferId, Instruction } from '@unsaturate/scan';

/** The buffers that an instruction reads or writes. */
export function buffersOf(instruction: Instruction): BufferId[] {
  if (instruction.kind === 'loop') {
    return [...instruction.loads, ...instruction.stores].map(({ buffer }) => buffer);
  }
  if (instruction.kind === 'product') {
    return [instruction.a, instruction.b, instruction.c].map(({ buffer }) => buffer);
  }
  return [instruction.kind === 'noise' ? instruction.to.buffer : instruction.buffer];
}
