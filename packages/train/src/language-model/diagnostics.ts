import * as tf from '@tensorflow/tfjs-core';
import { bases } from '@unsaturate/core';
import type { Observer } from '@unsaturate/scan';
import { mapRecord } from '../records.ts';
import { cellOf, type LanguageModelConfig, layerName } from './config.ts';

/**
 * Share of units whose input is at or beyond the threshold of their base, by layer and site: `saturation/layer0/i`.
 *
 * @param run - Runs the layers once, with an observer for each.
 */
export async function saturation(
  config: LanguageModelConfig,
  run: (observe: (layer: number) => Observer) => void,
): Promise<Record<string, number>> {
  const shares = new Map<string, tf.Scalar[]>();
  tf.tidy(() =>
    run((layer) => ({ site, role, input }) => {
      const name = `saturation/${layerName(layer, site)}`;
      const threshold = bases[config[role].base].threshold!;
      const share = tf.tidy(() => tf.mean(tf.cast(tf.greaterEqual(tf.abs(input), threshold), 'float32')));
      shares.set(name, [...(shares.get(name) ?? []), tf.keep(share) as tf.Scalar]);
    }),
  );
  const means = tf.tidy(() => mapRecord(Object.fromEntries(shares), (steps) => tf.mean(tf.stack(steps))));
  tf.dispose([...shares.values()].flat());
  return readAll(means);
}

/** Mean |p| by layer and site, `slope/layer0/i`: only its size matters in most variants. */
export async function slopes(
  config: LanguageModelConfig,
  parameters: Readonly<Record<string, tf.Variable>>,
): Promise<Record<string, number>> {
  const { sites } = cellOf(config);
  const means: Record<string, tf.Tensor> = {};
  for (let layer = 0; layer < config.layers; layer++) {
    const rows = tf.tidy(() => tf.unstack(tf.mean(tf.abs(parameters[layerName(layer, 'p')]!), 1)));
    sites.forEach((site, s) => (means[`slope/${layerName(layer, site)}`] = rows[s]!));
  }
  return readAll(means);
}

async function readAll(scalars: Readonly<Record<string, tf.Tensor>>): Promise<Record<string, number>> {
  const entries = Object.entries(scalars);
  const values = await Promise.all(
    entries.map(async ([name, scalar]) => [name, (await scalar.data())[0]!] as const),
  );
  tf.dispose(Object.values(scalars));
  return Object.fromEntries(values);
}
