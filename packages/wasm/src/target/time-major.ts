import type { ScanRun } from '@unsaturate/scan';

/**
 * From [batch, time, size] to iterations, [time, batch, size]: iteration i is time step i, or T - 1 - i in reverse.
 */
export function toIterations(
  values: Float32Array | Int32Array,
  { time, reverse }: Pick<ScanRun, 'time' | 'reverse'>,
  batch: number,
  out: Float32Array,
): void {
  if (time === 1) {
    out.set(values);
    return;
  }
  const size = values.length / (batch * time);
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < time; t++) {
      const from = (row * time + t) * size;
      out.set(values.subarray(from, from + size), (iterationOf(t, time, reverse) * batch + row) * size);
    }
  }
}

/** The way back: from iterations, [time, batch, size], to [batch, time, size]. */
export function fromIterations(
  values: Float32Array,
  { time, reverse }: Pick<ScanRun, 'time' | 'reverse'>,
  batch: number,
  out: Float32Array | Int32Array,
): void {
  if (time === 1) {
    out.set(values);
    return;
  }
  const size = values.length / (batch * time);
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < time; t++) {
      const from = (iterationOf(t, time, reverse) * batch + row) * size;
      out.set(values.subarray(from, from + size), (row * time + t) * size);
    }
  }
}

function iterationOf(t: number, time: number, reverse: boolean): number {
  return reverse ? time - 1 - t : t;
}
