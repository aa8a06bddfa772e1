import { afterAll, describe, expect, it } from 'vitest';
import { armNames } from './experiment/experiment.ts';
import { experiments } from './experiments/index.ts';
import { renderHtml } from './report/render-html.ts';
import { sectionOf } from './report/section.ts';
import { readResults } from './results/result-files.ts';
import { queueOf, unfinished } from './runner/queue.ts';
import { runQueue } from './runner/run-queue.ts';
import { temporaryFolders } from './testing/folders.ts';

const folders = temporaryFolders();
afterAll(() => folders.remove());

describe.each(experiments)('the experiment $name', (experiment) => {
  it('runs all its arms on embedded data and is reported', async () => {
    const queue = queueOf(experiment, 'smoke', armNames(experiment), [1]);
    const watch = { started: () => {}, standing: () => {}, ended: () => {} };
    const { signal } = new AbortController();
    const end = await runQueue({
      queue,
      data: undefined,
      folders,
      backend: 'wasm',
      workers: 2,
      signal,
      watch,
    });
    expect(end.failed).toEqual([]);
    expect(unfinished(queue, folders)).toEqual([]);

    const results = readResults(folders, experiment.name, 'smoke');
    expect(results).toHaveLength(queue.length);
    const section = sectionOf(experiment, 'smoke', results);
    expect(section.rows.every(({ ours }) => ours !== null)).toBe(true);
    expect(section.charts).toHaveLength(experiment.figures.length);
    expect(renderHtml([section])).toContain(experiment.name);
  });
});
