import {
  assertFinite,
  assertKnownKeys,
  fillNormals,
  InvalidArgumentError,
  type Words,
} from '@unsaturate/core';
import type { LabelledBatch } from '../labelled-batch.ts';
import type { BatchStream } from '../streams/batch-stream.ts';
import { largestSize } from '../streams/by-batch.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { batchKey, drawIntegers } from '../streams/draws.ts';

/** A Gaussian that is equally wide in all directions. */
export interface Gaussian {
  /** `[features]`. */
  readonly mean: readonly number[];
  /** In every direction, above 0. */
  readonly standardDeviation: number;
}

/** What {@link gaussianMixture} draws from. */
export interface GaussianMixtureOptions {
  /** Draws come from `fold(key, 3)`: equal keys give equal batches. */
  readonly key: Words;
  /** Points of a batch, an integer >= 1. */
  readonly batchSize: number;
  /** At least one, all in the same space; a point comes from each with the same probability. */
  readonly components: readonly Gaussian[];
}

const where = 'gaussianMixture';

/**
 * Points of a mixture of Gaussians; the class of a point is the component k that it comes from:
 *
 *     k uniform on 0 to K - 1,   x = mean_k + standardDeviation_k z,   z standard normal in every feature
 *
 * @throws {@link InvalidArgumentError} for options out of range, means that are not equally long lists of finite numbers, a standard deviation that is not finite and above 0, and a batch number that is no integer >= 0.
 * @see Gulcehre et al. 2016, figures 5 and 6; which Gaussians it does not say.
 *
 * @example
 * ```ts
 * const components = [{ mean: [-1], standardDeviation: 0.5 }, { mean: [1], standardDeviation: 1 }];
 * gaussianMixture({ key: [7, 0], batchSize: 32, components }).batch(0)
 * // => { inputs: 32 x 1 numbers, targets: 32 classes, batchSize: 32, features: 1 }
 * ```
 */
export function gaussianMixture(options: GaussianMixtureOptions): BatchStream<LabelledBatch> {
  assertKnownKeys(where, 'options', options, ['key', 'batchSize', 'components']);
  const { key, batchSize, components } = options;
  assertKey(where, key);
  assertInteger(where, 'batchSize', batchSize, 1);
  const features = checkedFeatures(components);
  return {
    batch(n) {
      assertInteger(`${where}.batch`, 'n', n, 0);
      const drawn = batchKey(key, n);
      const targets = drawIntegers(drawn, 0, batchSize, components.length);
      const inputs = fillNormals(drawn, 1, new Float32Array(batchSize * features)).map((z, e) => {
        const { mean, standardDeviation } = components[targets[Math.floor(e / features)]!]!;
        return mean[e % features]! + standardDeviation * z;
      });
      return { inputs, targets, batchSize, features };
    },
  };
}

/** The number of features that all components have. */
function checkedFeatures(components: readonly Gaussian[]): number {
  assertArray('components', components);
  assertInteger(where, 'components.length', components.length, 1, largestSize);
  components.forEach((component, k) => checkComponent(`components[${k}]`, component));
  const features = components[0]!.mean.length;
  const other = components.findIndex(({ mean }) => mean.length !== features);
  if (other === -1) return features;
  throw new InvalidArgumentError({
    where,
    argument: `components[${other}].mean`,
    value: components[other]!.mean,
    rule: `have ${features} numbers, as the first mean`,
  });
}

function checkComponent(argument: string, component: Gaussian): void {
  assertKnownKeys(where, argument, component, ['mean', 'standardDeviation']);
  const { mean, standardDeviation } = component;
  assertArray(`${argument}.mean`, mean);
  assertInteger(where, `${argument}.mean.length`, mean.length, 1);
  mean.forEach((each, i) => assertFinite(where, `${argument}.mean[${i}]`, each));
  if (standardDeviation > 0 && standardDeviation < Infinity) return;
  const rule = 'be a finite number above 0';
  const value = standardDeviation;
  throw new InvalidArgumentError({ where, argument: `${argument}.standardDeviation`, value, rule });
}

function assertArray(argument: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new InvalidArgumentError({ where, argument, value, rule: 'be an array' });
}
