import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTorch } from './implementations/implementations.ts';
import type { DetailedMeasurement } from './measurement.ts';

/** What the numbers were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly system: string;
  /** Of the last minute before the start; numbers of a busy machine are worth nothing. */
  readonly loadAverage: number;
}

/** Describes this machine. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    loadAverage: loadavg()[0]!,
  };
}

/** Writes `results/DATE.json`, the names of GPUs with the machine, and gives its path. */
export async function writeResults(
  machine: Machine,
  measurements: readonly DetailedMeasurement[],
): Promise<string> {
  const date = new Date().toISOString();
  const folder = fileURLToPath(new URL('../results', import.meta.url));
  const path = join(folder, `${date.slice(0, 19).replaceAll(':', '-')}.json`);
  const gpus = [...new Set(measurements.flatMap(({ adapter }) => adapter ?? []))];
  const torch = findTorch()?.version ?? null;
  const versions = { torch, ...(await packageVersions()) };
  await mkdir(folder, { recursive: true });
  await writeFile(
    path,
    `${JSON.stringify({ date, machine: { ...machine, gpus }, versions, measurements }, null, 2)}\n`,
  );
  return path;
}

async function packageVersions(): Promise<Record<string, string>> {
  const names = ['@tensorflow/tfjs', '@jax-js/jax'];
  const installed = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
      return [name, (JSON.parse(text) as { version: string }).version] as const;
    }),
  );
  return Object.fromEntries(installed);
}
