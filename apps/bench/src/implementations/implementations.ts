import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ImplementationName } from './task.ts';

/** Something that can be asked to do the work. */
export interface Implementation {
  readonly name: ImplementationName;
  readonly backends: readonly string[];
  /** Numbers of threads to try; the fastest is reported. */
  readonly threads: readonly number[];
  /** Program and arguments that start its worker, or null where it is not installed. */
  readonly command: (node: string) => readonly [string, ...string[]] | null;
}

/** The backends of TensorFlow.js that run in Node without a driver. */
export const backends = ['cpu', 'wasm'] as const;

const allThreads = [...new Set([1, availableParallelism()])];

/** Everything that can be compared; the first that runs is what the ratios refer to. */
export const implementations: readonly Implementation[] = [
  {
    name: 'unsaturate',
    backends,
    threads: allThreads,
    command: nodeWorker(new URL('./unsaturate/worker.ts', import.meta.url)),
  },
  {
    name: 'unsaturate eager',
    backends,
    threads: [1],
    command: nodeWorker(new URL('./unsaturate/worker.ts', import.meta.url)),
  },
  {
    name: 'tf.layers',
    backends,
    threads: [1],
    command: nodeWorker(new URL('./tf-layers/worker.ts', import.meta.url)),
  },
  {
    name: 'jax-js',
    backends: ['wasm'],
    threads: [1],
    command: nodeWorker(new URL('./jax-js/worker.ts', import.meta.url)),
  },
  { name: 'pytorch', backends: ['native'], threads: allThreads, command: pythonWorker },
];

function nodeWorker(file: URL): Implementation['command'] {
  return (node) => [node, '--conditions=@unsaturate/source', fileURLToPath(file)];
}

function pythonWorker(): readonly [string, ...string[]] | null {
  const torch = findTorch();
  const worker = fileURLToPath(new URL('./pytorch/worker.py', import.meta.url));
  return torch && [torch.python, '-B', worker];
}

/** A Python that can import torch, and which one it imports. */
export function findTorch(): { readonly python: string; readonly version: string } | null {
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
      encoding: 'utf8',
    });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return null;
}
