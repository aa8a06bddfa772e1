import type * as tf from '@tensorflow/tfjs-core';
import type { LinearCrossEntropyKernel } from '@unsaturate/tfjs';
import type { Engine } from '../target/engine.ts';
import { createExecutor, type Executor } from '../target/run-plan.ts';
import { tensorOf, valuesOf } from '../target/tensors.ts';
import { boundedCache } from './bounded-cache.ts';
import { buffers, linearCrossEntropyPlan, type TileSizes } from './linear-cross-entropy-plan.ts';

/** Logits of a tile: as many as stay in the second cache. */
const logitsOfTile = 2 ** 19;
/** Fewer rows make a product wait for the kernel's way from memory. */
const fewestRows = 48;

const inputs = new Set<number>([buffers.hidden, buffers.kernel, buffers.labels]);

/** {@link linearCrossEntropyPlan} over tensors. The logits of all tokens are held once, and only for a gradient. */
export function createLinearCrossEntropyKernel(engine: () => Engine): LinearCrossEntropyKernel {
  const compiled = boundedCache<Executor>();
  return ({ hidden, kernel, bias, labels }, { keep }) => {
    const [features = 0, vocabulary = 0] = kernel.shape;
    const [tokens] = labels.shape as [number];
    const tiles = tilesFor(tokens, vocabulary);
    const sizes = { rows: Math.ceil(tokens / tiles), features, vocabulary };
    const executor = compiled(JSON.stringify([sizes, keep]), () =>
      createExecutor(linearCrossEntropyPlan(sizes, keep), engine(), 'linearCrossEntropy'),
    );
    const memory = executor.begin(tiles);
    const all = tiles * sizes.rows;
    const free = (): void => memory.keepOnly(new Set());
    /** What `write` puts into a buffer, whose place is taken before values are looked at: taking it may move them. */
    const fill = (buffer: number, write: (to: Float32Array) => void): void => write(memory.read(buffer));
    const read = (buffer: number, shape: readonly number[]): tf.Tensor => {
      const size = shape.reduce((a, b) => a * b, 1);
      return tensorOf(memory.read(buffer).subarray(0, size), shape);
    };

    try {
      fill(buffers.hidden, (to) => writeHidden(to, valuesOf(hidden), sizes));
      fill(buffers.kernel, (to) => {
        to.set(valuesOf(kernel));
        to.set(valuesOf(bias), features * vocabulary);
      });
      fill(buffers.labels, (to) => to.fill(0, tokens).set(valuesOf(labels)));
      memory.run('forward');
      const result = read(buffers.losses, [tokens]);
      if (!keep) free();
      if (!keep) return { result, backward: null };

      let isFresh = true;
      let isKept = true;
      return {
        result,
        backward: {
          gradients(dResult) {
            if (!isFresh) memory.run('forward');
            isFresh = false;
            fill(buffers.dLosses, (to) => to.fill(0, tokens, all).set(valuesOf(dResult)));
            memory.run('backward');
            const [dHidden, dKernel] = [
              read(buffers.dHidden, [tokens, features]),
              read(buffers.dKernel, [features, vocabulary]),
            ];
            const last = memory.read(buffers.dKernel).subarray(features * vocabulary);
            const dBias = tensorOf(last, [vocabulary]);
            memory.keepOnly(inputs);
            return { hidden: () => dHidden, kernel: () => dKernel, bias: () => dBias };
          },
          dispose() {
            if (isKept) free();
            isKept = false;
          },
        },
      };
    } catch (error) {
      free();
      throw error;
    }
  };
}

function tilesFor(tokens: number, vocabulary: number): number {
  const rows = Math.max(fewestRows, Math.floor(logitsOfTile / vocabulary));
  return Math.ceil(tokens / rows);
}

/** Each hidden vector, then a 1; zeros where a tile has no token. */
function writeHidden(to: Float32Array, hidden: Float32Array | Int32Array, { features }: TileSizes): void {
  const width = features + 1;
  const tokens = hidden.length / features;
  to.fill(0, tokens * width);
  for (let token = 0; token < tokens; token++) {
    to.set(hidden.subarray(token * features, (token + 1) * features), token * width);
    to[token * width + features] = 1;
  }
}
