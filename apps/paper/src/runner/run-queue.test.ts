import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../results/result.ts';
import { temporaryFolders } from '../testing/folders.ts';
import type { Job } from './make-run.ts';
import { type Folders, resultPath, runFolder, type RunId, runName } from './run-id.ts';
import { type QueueOptions, runQueue } from './run-queue.ts';

const temporary = temporaryFolders();
afterAll(() => temporary.remove());

const foldersOf = (name: string): Folders => ({
  runs: join(temporary.runs, name),
  results: join(temporary.results, name),
});
const idOf = (changes: Partial<RunId>): RunId => ({
  experiment: 'counting',
  preset: 'smoke',
  arm: 'nan',
  seed: 1,
  ...changes,
});
const silent = { started: () => {}, standing: () => {}, ended: () => {} };

function optionsOf(folders: Folders, queue: readonly RunId[]): QueueOptions {
  const { signal } = new AbortController();
  return { queue, data: undefined, folders, backend: 'wasm', workers: 2, signal, watch: silent };
}

/** A results file without how it was made. */
function read(folders: Folders, id: RunId): Partial<RunResult> {
  const { made: _, ...result } = JSON.parse(readFileSync(resultPath(folders, id), 'utf8')) as RunResult;
  return result;
}

/** Kills the process that makes a run as soon as there is a checkpoint; whether it was in time. */
async function killAfterCheckpoint(job: Job): Promise<boolean> {
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
  const child = fork(worker, {
    execArgv: ['--conditions=@unsaturate/source'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  child.send({ type: 'make', job });
  const checkpoint = join(runFolder(job.folders, job.id), 'checkpoint.safetensors');
  while (!existsSync(checkpoint) && child.exitCode === null) await nextTurn();
  child.kill('SIGKILL');
  await closed;
  return !existsSync(resultPath(job.folders, job.id));
}

describe('runQueue', () => {
  it('goes on after a kill to the same results', async () => {
    const [whole, killed] = [foldersOf('whole'), foldersOf('killed')];
    let seed = 0;
    while (
      !(await killAfterCheckpoint({
        id: idOf({ seed: ++seed }),
        data: undefined,
        folders: killed,
        backend: 'wasm',
      }))
    )
      expect(seed).toBeLessThan(10);
    const id = idOf({ seed });
    for (const folders of [whole, killed]) {
      expect(await runQueue(optionsOf(folders, [id]))).toEqual({ finished: [id], stopped: [], failed: [] });
    }
    expect(read(killed, id)).toEqual(read(whole, id));
  });

  it('says why a run failed, and makes the others', async () => {
    const queue = [idOf({ experiment: 'nothing' }), idOf({ seed: 2 })];
    const messages: string[] = [];
    const end = await runQueue({
      ...optionsOf(foldersOf('failing'), queue),
      workers: 1,
      watch: {
        ...silent,
        ended: (id, ending) => void messages.push(`${runName(id)} ${JSON.stringify(ending)}`),
      },
    });
    expect(end).toEqual({ finished: [queue[1]], stopped: [], failed: [queue[0]] });
    expect(messages[0]).toContain('nothing/smoke/nan-1');
    expect(messages[0]).toContain('EXPERIMENT must be one of');
  });

  it('stops all with checkpoints when told to, and starts no more', async () => {
    const folders = foldersOf('stopped');
    const queue = [1, 2, 3].map((seed) => idOf({ preset: 'quick', seed }));
    const stop = new AbortController();
    const standing = new Set<string>();
    const end = await runQueue({
      ...optionsOf(folders, queue),
      signal: stop.signal,
      watch: {
        ...silent,
        standing(id) {
          standing.add(runName(id));
          if (standing.size === 2) stop.abort();
        },
      },
    });
    expect(end.finished).toEqual([]);
    expect(end.failed).toEqual([]);
    expect(end.stopped.map(runName).toSorted()).toEqual(queue.slice(0, 2).map(runName));
    for (const id of end.stopped)
      expect(existsSync(join(runFolder(folders, id), 'checkpoint.safetensors'))).toBe(true);
    expect(existsSync(runFolder(folders, queue[2]!))).toBe(false);
  });
});
