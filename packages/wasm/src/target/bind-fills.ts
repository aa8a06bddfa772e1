import type { Words } from '@unsaturate/core';
import type { Clear, Noise } from '@unsaturate/scan';
import type { Call } from '../threads/crew.ts';
import { shares } from '../threads/share.ts';
import type { Engine } from './engine.ts';
import { jobsFor, type Work } from './jobs.ts';
import type { Layout } from './layout.ts';

/** Where a run's noise comes from: site s of iteration i is stream number `base + i * sites + s`. */
export interface PlanNoise {
  readonly key: Words;
  readonly base: number;
  readonly sites: number;
}

/** What only writes, whatever is there. */
export type Fill = Noise | Clear;

/** Drawing a normal takes about as long as so many operations. */
const operationsOfNormal = 80;

/** Binds fills, which are done at the same time. */
export function bindFills(
  fills: readonly Fill[],
  layout: Layout,
  engine: Engine,
): (iteration: number, noise: PlanNoise | undefined) => Work {
  const bound = fills.map((each) =>
    each.kind === 'noise' ? bindNoise(each, layout, engine) : bindClear(each, layout, engine),
  );
  return (iteration, noise) => {
    const works = bound.map((each) => each(iteration, noise));
    const jobs = Math.max(...works.map((work) => work.length));
    return Array.from({ length: jobs }, (_, job): Call[] => works.flatMap((work) => work[job] ?? []));
  };
}

function bindNoise({ site, size, to }: Noise, layout: Layout, engine: Engine) {
  const { at, stride } = layout.place(to);
  // Eight normals are drawn at once.
  const parts = shares(size, jobsFor(operationsOfNormal * size, engine), 8);
  return (iteration: number, noise: PlanNoise | undefined): Work => {
    const { key, base, sites } = noise!;
    const stream = base + iteration * sites + site;
    return parts.map(({ start, length }) => [
      engine.fillNormals(at + iteration * stride + 4 * start, start, length, key, stream),
    ]);
  };
}

function bindClear({ buffer, value }: Clear, layout: Layout, engine: Engine) {
  const [at, size] = [layout.at(buffer), layout.length(buffer)];
  const parts = shares(size, jobsFor(size, engine), 16);
  const work = parts.map(({ start, length }) => [engine.sweeps.fill(at + 4 * start, length, value)]);
  return (): Work => work;
}
