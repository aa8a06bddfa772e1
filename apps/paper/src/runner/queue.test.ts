import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture } from '../testing/fixtures.ts';
import { temporaryFolders } from '../testing/folders.ts';
import { queueOf, unfinished } from './queue.ts';
import { resultPath, runName } from './run-id.ts';

const folders = temporaryFolders();
afterAll(() => folders.remove());

describe('queueOf', () => {
  const queue = queueOf(fixture, 'quick', ['soft', 'noisy'], [3, 1]);

  it('starts one seed of every arm before the next seed', () => {
    expect(queue.map(runName)).toEqual([
      'fixture/quick/soft-3',
      'fixture/quick/noisy-3',
      'fixture/quick/soft-1',
      'fixture/quick/noisy-1',
    ]);
  });

  it('leaves out what has a results file', () => {
    const path = resultPath(folders, queue[2]!);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
    expect(unfinished(queue, folders)).toEqual([queue[0], queue[1], queue[3]]);
  });
});
