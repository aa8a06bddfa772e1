import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { CheckpointMismatchError } from '@unsaturate/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '../experiment/experiment.ts';
import { OutcomeError } from '../experiment/outcome.ts';
import { counting } from '../experiments/counting/experiment.ts';
import type { RunResult } from '../results/result.ts';
import { temporaryFolders } from '../testing/folders.ts';
import { type Ending, makeRun } from './make-run.ts';
import { type RunId, runFolder } from './run-id.ts';

const folders = temporaryFolders();
const id: RunId = { experiment: 'counting', preset: 'smoke', arm: 'nan-annealed-curriculum', seed: 1 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterAll(() => folders.remove());

/** Makes the run in folders of its own, stopped after each of the updates given. */
async function make(name: string, stops: readonly number[], experiment = counting): Promise<Ending> {
  const own = { runs: join(folders.runs, name), results: join(folders.results, name) };
  const endings: Ending[] = [];
  for (const stopAt of [...stops, Infinity]) {
    const stop = new AbortController();
    const ending = await makeRun(
      experiment,
      { id, data: undefined, folders: own, backend: 'cpu' },
      stop.signal,
      ({ update }) => {
        if (update === stopAt) stop.abort();
      },
    );
    endings.push(ending);
  }
  expect(endings.slice(0, -1)).toEqual(stops.map((update) => ({ type: 'stopped', update })));
  return endings.at(-1)!;
}

function read(ending: Ending): RunResult {
  if (ending.type === 'stopped') throw new Error('it was not finished');
  return JSON.parse(readFileSync(ending.path, 'utf8')) as RunResult;
}

describe('makeRun', () => {
  it('writes what the run was and how it went', async () => {
    const result = read(await make('whole', []));
    expect(result).toMatchObject({
      ...id,
      updates: 20,
      settings: { units: 6, annealed: true },
      pictures: [],
    });
    expect(result.metrics['test error']).toBeGreaterThanOrEqual(0);
    expect(result.curve.updates).toEqual([5, 10, 15, 20]);
    expect(Object.keys(result.curve.values).toSorted()).toEqual([
      'training nll',
      'validation error',
      'validation nll',
    ]);
    expect(result.made.command).toBe(
      'npm run paper -- run counting --arm nan-annealed-curriculum --seeds 1 --preset smoke --backend cpu',
    );
    expect(result.made.commit).toMatch(/^([\da-f]{40}|unknown)$/);
  });

  it.each([[[7]], [[5, 13]], [[1, 2, 19]]])(
    'writes the same when it was stopped after updates %j',
    async (stops) => {
      const { made, ...whole } = read(await make('uninterrupted', []));
      const { made: remade, ...resumed } = read(await make(`stopped-${stops.join('-')}`, stops));
      expect(resumed).toEqual(whole);
      expect(Object.keys(remade)).toEqual(Object.keys(made));
    },
  );

  it('adds up the time of its parts', async () => {
    await make('timed', [7]);
    const own = { runs: join(folders.runs, 'timed-2'), results: join(folders.results, 'timed-2') };
    const stop = new AbortController();
    const job = { id, data: undefined, folders: own, backend: 'cpu' as const };
    await makeRun(counting, job, stop.signal, ({ update }) => update === 7 && stop.abort());
    const path = join(runFolder(own, id), 'sessions.json');
    writeFileSync(path, JSON.stringify({ wallSeconds: 1000, commits: ['other'], dirty: false }));
    const { made } = read(await makeRun(counting, job, new AbortController().signal, () => {}));
    expect(made.wallSeconds).toBeGreaterThanOrEqual(1000);
    expect(made.dirty).toBe(true); // a part was made from another commit
  });

  it('begins anew where there is no checkpoint, whatever else the folder holds', async () => {
    const own = { runs: join(folders.runs, 'fresh'), results: join(folders.results, 'fresh') };
    mkdirSync(runFolder(own, id), { recursive: true });
    writeFileSync(join(runFolder(own, id), 'events.jsonl'), '{"type":"epoch","update":99,"nll":1}\n');
    writeFileSync(
      join(runFolder(own, id), 'sessions.json'),
      '{"wallSeconds":1000,"commits":[],"dirty":true}',
    );
    const result = read(await make('fresh', []));
    expect(result.curve.updates).toEqual([5, 10, 15, 20]);
    expect(result.made.wallSeconds).toBeLessThan(1000);
  });

  it('refuses a checkpoint of other settings', async () => {
    const changed: Experiment = {
      ...counting,
      async plan(request) {
        const plan = await counting.plan(request);
        return { ...plan, settings: { ...plan.settings, alpha: 1.5 } };
      },
    };
    const own = { runs: join(folders.runs, 'changed'), results: join(folders.results, 'changed') };
    const job = { id, data: undefined, folders: own, backend: 'cpu' as const };
    const stop = new AbortController();
    await makeRun(counting, job, stop.signal, () => stop.abort());
    const again = makeRun(changed, job, new AbortController().signal, () => {});
    await expect(again).rejects.toThrow(CheckpointMismatchError);
    await expect(again).rejects.toThrow('settings.alpha');
  });

  it('refuses an outcome that lacks a metric', async () => {
    const lacking: Experiment = {
      ...counting,
      plan: async (request) => ({
        ...(await counting.plan(request)),
        finish: () => Promise.resolve({ metrics: { 'test error': Number.NaN } }),
      }),
    };
    const made = make('lacking', [], lacking);
    await expect(made).rejects.toThrow(OutcomeError);
    await expect(made).rejects.toThrow(
      'counting: a finished run must have a finite value of the metric "test error"',
    );
  });
});
