import type { Measurement } from './measurement.ts';

const header = ['workload', 'implementation', 'backend', 'threads', 'ms/step', 'GFLOP/s', 'peak MB', 'ratio'];

/** Columns that hold numbers, which line up at the right. */
const firstNumber = 3;

/**
 * A table in plain text. `ratio` is the time divided by that of the reference, the first measurement of the same
 * workload on the same backend, or, for a backend it does not have, its fastest: above 1 is slower.
 */
export function renderTable(measurements: readonly Measurement[]): string {
  const rows = [header, ...measurements.map((each) => cells(each, referenceOf(each, measurements)))];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < firstNumber ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

function cells(each: Measurement, reference: Measurement): string[] {
  const { workload, implementation, backend, threads, msPerStep, gflops, peakBytes } = each;
  return [
    workload,
    implementation,
    backend,
    `${threads}`,
    msPerStep.toFixed(msPerStep < 10 ? 2 : 1),
    gflops === null ? '-' : gflops.toFixed(1),
    (peakBytes / 1e6).toFixed(0),
    (msPerStep / reference.msPerStep).toFixed(2),
  ];
}

function referenceOf({ workload, backend }: Measurement, measurements: readonly Measurement[]): Measurement {
  const same = measurements.filter((each) => each.workload === workload);
  const candidates = same.filter((each) => each.implementation === same[0]!.implementation);
  const fastest = candidates.reduce((a, b) => (b.msPerStep < a.msPerStep ? b : a));
  return candidates.find((each) => each.backend === backend) ?? fastest;
}
