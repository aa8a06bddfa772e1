import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resultOf } from '../testing/fixtures.ts';
import { temporaryFolders } from '../testing/folders.ts';
import { curveOf } from './curve.ts';
import { readResults, ResultFileError, writeResult } from './result-files.ts';

const folders = temporaryFolders();
afterAll(() => folders.remove());

describe('curveOf', () => {
  it('brings together what an update has', () => {
    const curve = curveOf([
      { type: 'resume', update: 1 },
      { type: 'epoch', epoch: 1, update: 5, nll: 1.23456789, perplexity: 1 },
      { type: 'validation', epoch: 1, update: 5, nll: 2, perplexity: 1 },
      { type: 'measure', update: 5, values: { error: 40 } },
      { type: 'epoch', epoch: 2, update: 10, nll: 1, perplexity: 1 },
      { type: 'measure', update: 10, values: { error: Number.NaN } },
    ]);
    expect(curve).toEqual({
      updates: [5, 10],
      values: { 'training nll': [1.23457, 1], 'validation nll': [2, null], error: [40, null] },
    });
  });

  it('keeps at most 200 points, the last among them', () => {
    const events = Array.from({ length: 1001 }, (_, i) => ({
      type: 'measure' as const,
      update: i + 1,
      values: { error: i },
    }));
    const { updates } = curveOf(events);
    expect(updates.length).toBeLessThanOrEqual(200);
    expect(updates.length).toBeGreaterThan(150);
    expect(updates.at(-1)).toBe(1001);
    expect(new Set(updates.slice(1).map((update, i) => update - updates[i]!)).size).toBe(1);
  });
});

describe('results files', () => {
  it('come back as they were written, in the order of seeds, and nothing half-written stays', async () => {
    const results = [resultOf('soft', 10, 30), resultOf('soft', 2, 31)];
    for (const result of results) await writeResult(folders, result);
    expect(readResults(folders, 'fixture', 'paper')).toEqual(results.toReversed());
    expect(readResults(folders, 'fixture', 'quick')).toEqual([]);
    const folder = join(folders.results, 'fixture', 'paper');
    expect(readdirSync(folder).toSorted()).toEqual(['soft-10.json', 'soft-2.json']);
    expect(readFileSync(join(folder, 'soft-2.json'), 'utf8')).toContain('"updates": [10, 20]');
  });

  it.each([
    ['not JSON', '{'],
    ['another file', '{"experiment":"fixture"}'],
  ])('refuse %s', (_, text) => {
    const folder = join(folders.results, 'broken', 'paper');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'soft-1.json'), text);
    expect(() => readResults(folders, 'broken', 'paper')).toThrow(ResultFileError);
    expect(() => readResults(folders, 'broken', 'paper')).toThrow('soft-1.json is no results file: ');
  });
});
