import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { basename, isAbsolute } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Making } from '../results/result.ts';
import { type Backend, shellWord } from 'shared/command-line';
import type { RunId } from './run-id.ts';

/** The commit that the sources are of, and whether they differ from it; results files do not count. */
export function sourceState(): Pick<Making, 'commit' | 'dirty'> {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--', ':/', ':(top,exclude)apps/paper/results');
    return { commit: git('rev-parse', 'HEAD'), dirty: changed !== '' };
  } catch {
    return { commit: 'unknown', dirty: true };
  }
}

/** This machine, with the GPU that the active backend computes on. */
export async function machine(): Promise<Making['machine']> {
  const gpu = tf.getBackend() === 'webgpu' ? await gpuName() : undefined;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    ...(gpu !== undefined && { gpu }),
    node: process.versions.node,
  };
}

async function gpuName(): Promise<string> {
  const adapter = await navigator.gpu.requestAdapter();
  const { vendor, architecture, device, description } = adapter!.info;
  return [...new Set([vendor, architecture, device, description])].filter(Boolean).join(' ');
}

/** The command that makes a run; of a data folder that was given from the root, the last part. */
export function commandOf(
  { experiment, preset, arm, seed }: RunId,
  data: string | undefined,
  backend: Backend,
): string {
  const on = backend === 'wasm' ? '' : ` --backend ${backend}`;
  const run = `npm run paper -- run ${experiment} --arm ${arm} --seeds ${seed} --preset ${preset}${on}`;
  if (data === undefined) return run;
  return `${run} --data ${isAbsolute(data) ? `DIR/${shellWord(basename(data))}` : shellWord(data)}`;
}
