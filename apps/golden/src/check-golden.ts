import * as tf from '@tensorflow/tfjs-core';
import '@unsaturate/wasm';
import type { PathResult } from './compare.ts';
import type { Golden } from './golden-files.ts';
import { corePaths } from './paths/core.ts';
import { scanPath } from './paths/scan.ts';
import { noisePath, opPath } from './paths/tfjs.ts';

/** Backends of tfjs that run in Node without a driver. */
const backends = ['cpu', 'wasm'];

/** Compares every implementation that exists with the reference values, on every backend that runs here. */
export async function checkGolden({ noise, activations, scans }: Golden): Promise<PathResult[]> {
  const results = corePaths({ noise, activations });
  for (const backend of backends) {
    await tf.setBackend(backend);
    results.push(
      noisePath(backend, noise.normal),
      ...opPath(backend, activations),
      ...scanPath(backend, 'eager', scans),
      ...scanPath(backend, 'compiled', scans),
    );
  }
  return results;
}
