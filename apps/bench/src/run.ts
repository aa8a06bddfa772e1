import type { Implementation } from './implementations/implementations.ts';
import type { Task } from './implementations/task.ts';
import { type DetailedMeasurement, median } from './measurement.ts';
import type { Refusal, WarmWorker } from './worker-process.ts';
import { productFlops } from './workloads/flops.ts';
import type { Workload } from './workloads/workload.ts';

/** Timed repetitions of every implementation. */
export const repetitions = 9;

/** What took this long in its repetitions so far is not repeated again. */
const longEnoughMs = 60_000;

/** How {@link runWorkloads} runs. */
export interface RunOptions {
  readonly implementations: readonly Implementation[];
  /**
   * Of the implementations that have it only this backend; those that do not have it run as they are. By default all but
   * webgpu, which runs when it is named, and nothing beside it.
   */
  readonly backend?: string | undefined;
  /** The numbers of threads to try; an implementation with one thread is left out where 1 is not among them. */
  readonly threads: readonly number[];
  /** Told what goes on. */
  readonly report: (message: string) => void;
}

/**
 * Has every implementation do the same work, each in a process of its own; with several workloads, each of them.
 *
 * Processes are started and warmed up one after the other; then each does one repetition in turn, {@link repetitions}
 * times over, so that whatever else the machine does falls on all of them. Waiting costs a process nothing. Every number
 * of threads is a measurement of its own.
 */
export async function runWorkloads(
  workloads: readonly Workload[],
  options: RunOptions,
): Promise<DetailedMeasurement[]> {
  const workers: WarmWorker[] = [];
  for (const { task, start } of workloads.flatMap((each) => jobsOf(each, options))) {
    options.report(`${titleOf(task)}: warming up`);
    const started = await start(task);
    if ('reason' in started) reportRefusal(started, options.report);
    else workers.push(started);
  }
  const times = new Map(workers.map((worker) => [worker, [] as number[]]));
  for (let i = 1; i <= repetitions; i++) {
    options.report(`${workloads.map(({ name }) => name).join(', ')}: repetition ${i} of ${repetitions}`);
    for (const [worker, own] of times) {
      if (own.reduce((sum, ms) => sum + ms, 0) > longEnoughMs) continue;
      try {
        own.push(await worker.repeat());
      } catch (error) {
        reportRefusal({ task: worker.task, reason: (error as Error).message }, options.report);
        times.delete(worker);
      }
    }
  }
  const measurements: DetailedMeasurement[] = [];
  for (const [worker, own] of times) measurements.push(measurementOf(worker, own, await worker.end()));
  warnOfOtherLosses(measurements, options.report);
  return measurements;
}

interface Job {
  readonly task: Task;
  readonly start: Implementation['start'];
}

function jobsOf(workload: Workload, { implementations, backend, threads }: RunOptions): Job[] {
  return implementations.flatMap(({ name, backends, threads: can, start }) =>
    chosenOf(backends, backend).flatMap((each) => {
      const counts = threads.filter((count) => count === 1 || (can === 'any' && each !== 'webgpu'));
      return counts.map((count) => ({
        task: { implementation: name, backend: each, threads: count, workload },
        start,
      }));
    }),
  );
}

function chosenOf(backends: readonly string[], backend: string | undefined): readonly string[] {
  if (backend !== undefined && backends.includes(backend)) return [backend];
  return backend === 'webgpu' ? [] : backends.filter((each) => each !== 'webgpu');
}

function measurementOf(
  { task, runtime, firstLoss, gpu }: WarmWorker,
  repetitions: readonly number[],
  peakBytes: number,
): DetailedMeasurement {
  const { workload, implementation, backend, threads } = task;
  const msPerStep = median(repetitions);
  const flops = productFlops(workload);
  const gflops = flops === 0 ? null : flops / msPerStep / 1e6;
  const name = workload.name;
  return {
    workload: name,
    implementation,
    backend,
    runtime,
    threads,
    msPerStep,
    gflops,
    peakBytes,
    ...gpu,
    repetitions,
    firstLoss,
  };
}

/** Beyond rounding and noise; PyTorch's GRU, another recurrence, stays below. */
const allowedLossDifference = 0.01;

function warnOfOtherLosses(
  measurements: readonly DetailedMeasurement[],
  report: (message: string) => void,
): void {
  for (const { workload, implementation, backend, firstLoss } of measurements) {
    const expected = measurements.find((each) => each.workload === workload)!.firstLoss;
    if (!(Math.abs(firstLoss - expected) <= allowedLossDifference * Math.abs(expected)))
      report(
        `${implementation} (${backend}): NOT THE SAME WORK, first loss ${firstLoss} and not ${expected}`,
      );
  }
}

function reportRefusal({ task, reason }: Refusal, report: (message: string) => void): void {
  report(`${titleOf(task)}: left out, ${reason}`);
}

function titleOf({ implementation, backend, threads, workload }: Task): string {
  return `${workload.name}: ${implementation} (${backend}, threads: ${threads})`;
}
