import type { BufferId, Instruction, Phase } from '@unsaturate/scan';

/** How an instruction touches a buffer. */
export interface Access {
  readonly buffer: BufferId;
  readonly kind: 'read' | 'write' | 'add';
}

/** Every touch of a buffer by an instruction; 'add' is a sum into what is there that nothing else of it looks at. */
export function accessesOf(instruction: Instruction): Access[] {
  const { kind } = instruction;
  if (kind === 'loop') {
    const reads = instruction.loads.map(({ buffer }) => ({ buffer, kind: 'read' }) as const);
    const writes = instruction.stores.map(
      ({ buffer, combine }) => ({ buffer, kind: combine === 'sum' ? 'add' : 'write' }) as const,
    );
    return [...reads, ...writes];
  }
  if (kind === 'product') {
    const { a, b, c } = instruction;
    return [
      { buffer: a.buffer, kind: 'read' },
      { buffer: b.buffer, kind: 'read' },
      { buffer: c.buffer, kind: 'write' },
    ];
  }
  return [{ buffer: kind === 'noise' ? instruction.to.buffer : instruction.buffer, kind: 'write' }];
}

/** All instructions of a phase. */
export function instructionsOf({ before, step, after, forInput }: Phase): Instruction[] {
  return [...before, ...step, ...after, ...forInput];
}

/** Buffers that a phase touches. */
export function touched(phase: Phase): Set<BufferId> {
  return new Set(instructionsOf(phase).flatMap((each) => accessesOf(each).map(({ buffer }) => buffer)));
}
