import { availableParallelism } from 'node:os';
import { assertOneOf } from '@unsaturate/core';
import {
  type Backend,
  backendArg,
  backendOption,
  command,
  count,
  listenForStop,
  positiveOption,
  shellWord,
} from 'shared/command-line';
import { presetNames } from '../experiment/experiment.ts';
import { chosenArms, findExperiment, seedsOption } from '../experiments/find.ts';
import { queueOf, unfinished } from '../runner/queue.ts';
import { runQueue } from '../runner/run-queue.ts';
import { showQueue } from './display.ts';
import { usualFolders } from './folders.ts';

const where = 'run';

const args = {
  experiment: { type: 'positional', description: 'Which experiment; "list" shows all', required: true },
  arm: { type: 'string', description: 'One arm only (default all)' },
  seeds: { type: 'string', description: 'Seeds, with commas between them (default 1,2,3)' },
  data: { type: 'string', description: 'Folder with real data (default what is embedded)' },
  preset: { type: 'string', description: `How much: ${presetNames.join(', ')} (default quick)` },
  ...backendArg,
  'max-minutes': { type: 'string', description: 'Stop after so many minutes, with checkpoints' },
} as const;

export const runCommand = command({
  name: 'paper run',
  description: 'Make the runs of an experiment that have no results file yet. Ctrl-C saves and stops.',
  args,
  async run({ experiment: name, arm, seeds = '1,2,3', data, preset = 'quick', ...options }) {
    const minutes = options['max-minutes'];
    const backend = backendOption(where, options.backend, 'wasm');
    const experiment = findExperiment(where, name);
    assertOneOf(where, '--preset', preset, presetNames);
    const arms = chosenArms(where, experiment, arm);
    const queue = queueOf(experiment, preset, arms, seedsOption(where, seeds));
    const limit = minutes === undefined ? undefined : positiveOption(where, 'max-minutes', minutes);
    await experiment.checkData?.(data, preset);

    const left = unfinished(queue, usualFolders);
    console.error(
      `${count(queue.length, 'run')}, ${queue.length - left.length} of them already in ${usualFolders.results}.`,
    );
    if (left.length === 0) return 0;
    return makeRuns({ queue: left, data, backend }, limit);
  },
});

interface Asked {
  readonly queue: ReturnType<typeof queueOf>;
  readonly data: string | undefined;
  readonly backend: Backend;
}

async function makeRuns(asked: Asked, minutes: number | undefined): Promise<number> {
  const total = asked.queue.length;
  const workers = Math.min(availableParallelism(), total);
  const stop = listenForStop();
  const limit = minutes === undefined ? [] : [AbortSignal.timeout(minutes * 60_000)];
  const signal = AbortSignal.any([stop.signal, ...limit]);
  const display = showQueue(total, workers);
  signal.addEventListener('abort', () => display.say('Stopping after the updates under way.'));
  const options = { ...asked, folders: usualFolders, workers, signal };
  const { finished, failed } = await runQueue({ ...options, watch: display });
  display.stop();
  stop.release();
  console.log(`${count(finished.length, 'run')} finished, results in ${usualFolders.results}.`);
  const open = total - finished.length - failed.length;
  if (failed.length > 0) console.log(`${count(failed.length, 'run')} failed.`);
  if (open > 0) console.log(`${count(open, 'run')} unfinished. Go on with: ${thisCommand()}`);
  if (stop.exitCode() > 0) return stop.exitCode();
  return failed.length > 0 ? 1 : 0;
}

/** What was typed. */
function thisCommand(): string {
  return ['npm run paper --', ...process.argv.slice(2).map(shellWord)].join(' ');
}
