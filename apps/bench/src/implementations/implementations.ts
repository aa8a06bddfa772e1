import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startInChromium } from '../browser/start-page.ts';
import { nodeCommand } from '../node-command.ts';
import { type Refusal, startWorker, type WarmWorker } from '../worker-process.ts';
import type { ImplementationName, Task } from './task.ts';

/** Something that can be asked to do the work. */
export interface Implementation {
  readonly name: ImplementationName;
  readonly backends: readonly string[];
  /** Whether it can be told how many threads to use. */
  readonly threads: 'one' | 'any';
  /** Starts the work in a process of its own and waits until it is warm. */
  readonly start: (task: Task) => Promise<WarmWorker | Refusal>;
}

/** The backends of TensorFlow.js that run in Node, and those that run in Chromium. */
export const backends = ['cpu', 'wasm', 'webgpu'] as const;
export const pageBackends = ['wasm', 'webgpu'] as const;

/** Everything that runs without a browser; the first that runs is what the ratios refer to. */
export function inNode(node: string): readonly Implementation[] {
  const start = (worker: URL) => async (task: Task) => startWorker(task, await nodeCommand(node, worker));
  const unsaturate = start(new URL('./unsaturate/worker.ts', import.meta.url));
  const tfLayers = start(new URL('./tf-layers/worker.ts', import.meta.url));
  const jaxJs = start(new URL('./jax-js/worker.ts', import.meta.url));
  return [
    { name: 'unsaturate', backends, threads: 'any', start: unsaturate },
    { name: 'unsaturate eager', backends: ['cpu', 'wasm'], threads: 'one', start: unsaturate },
    { name: 'tf.layers', backends, threads: 'one', start: tfLayers },
    { name: 'jax-js', backends: ['wasm', 'webgpu'], threads: 'one', start: jaxJs },
    { name: 'pytorch', backends: ['native'], threads: 'any', start: startPython },
  ];
}

/** What runs in Chromium: several threads in a page that is isolated from other origins, one thread in any page. */
export const inChromium: readonly Implementation[] = [
  { name: 'unsaturate', backends: pageBackends, threads: 'any', start: startInChromium },
  { name: 'tf.layers', backends: pageBackends, threads: 'any', start: startInChromium },
  { name: 'jax-js', backends: pageBackends, threads: 'any', start: startInChromium },
];

async function startPython(task: Task): Promise<WarmWorker | Refusal> {
  const torch = findTorch();
  if (torch === null) return { task, reason: 'no python3 here can import torch' };
  const worker = fileURLToPath(new URL('./pytorch/worker.py', import.meta.url));
  return startWorker(task, [torch.python, '-B', worker]);
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
