import { renderColumns } from './columns.ts';
import type { Measurement } from './measurement.ts';

const header = [
  'workload',
  'implementation',
  'backend',
  'runtime',
  'threads',
  'ms/step',
  'GFLOP/s',
  'peak MB',
  'ratio',
  'same threads',
];

/** Shown where there are counts. */
const gpuHeader = ['dispatches', 'submits', 'MB moved'];

/** How many columns hold words. */
const wordColumns = 4;

/**
 * A table in plain text. The reference is the implementation measured first in the same workload, on the same backend or,
 * where it does not have that, on all of its own. `ratio` is the time divided by the fastest of the reference, whatever
 * its number of threads; `same threads` by the fastest with as many threads as the row, `-` if there is none. Above 1 is
 * slower.
 */
export function renderTable(measurements: readonly Measurement[]): string {
  const isOnGpu = measurements.some(({ dispatches }) => dispatches !== undefined);
  const rows = measurements.map((each) => [
    ...cells(each, referencesOf(each, measurements)),
    ...(isOnGpu ? gpuCells(each) : []),
  ]);
  return renderColumns([[...header, ...(isOnGpu ? gpuHeader : [])], ...rows], wordColumns);
}

function cells(each: Measurement, references: readonly Measurement[]): string[] {
  const { workload, implementation, backend, runtime, threads, msPerStep, gflops, peakBytes } = each;
  const ratioTo = (some: readonly Measurement[]): string =>
    some.length === 0 ? '-' : (msPerStep / Math.min(...some.map((one) => one.msPerStep))).toFixed(2);
  return [
    workload,
    implementation,
    backend,
    runtime,
    `${threads}`,
    msPerStep.toFixed(msPerStep < 10 ? 2 : 1),
    gflops === null ? '-' : gflops.toFixed(1),
    (peakBytes / 1e6).toFixed(0),
    ratioTo(references),
    ratioTo(references.filter((one) => one.threads === threads)),
  ];
}

function gpuCells({ dispatches, submits, bytesMoved }: Measurement): string[] {
  const megabytes = bytesMoved === undefined ? '-' : (bytesMoved / 1e6).toFixed(2);
  return [`${dispatches ?? '-'}`, `${submits ?? '-'}`, megabytes];
}

function referencesOf(
  { workload, backend }: Measurement,
  measurements: readonly Measurement[],
): Measurement[] {
  const same = measurements.filter((each) => each.workload === workload);
  const candidates = same.filter((each) => each.implementation === same[0]!.implementation);
  const onBackend = candidates.filter((each) => each.backend === backend);
  return onBackend.length > 0 ? onBackend : candidates;
}
