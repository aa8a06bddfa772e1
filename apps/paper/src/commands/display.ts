import { duration } from 'shared/command-line';
import type { Ending, Standing } from '../runner/make-run.ts';
import { type Pace, startPace } from '../runner/pace.ts';
import { runName } from '../runner/run-id.ts';
import type { Watcher } from '../runner/run-queue.ts';
import type { Failure } from '../runner/worker-process.ts';

/** Shows on standard error how far the runs of a queue are. */
export interface Display extends Watcher {
  /** Prints a line, above the progress line where there is one. */
  say(line: string): void;
  stop(): void;
}

interface Running {
  readonly pace: Pace;
  standing?: Standing;
  estimated: boolean;
}

/** Milliseconds between two progress lines where standard error is no terminal. */
const linesEvery = 30_000;

/**
 * A progress line that is rewritten on a terminal, a line every so often elsewhere; and for every run its estimated time
 * as soon as its first updates tell it.
 *
 * @param total - Runs in the queue.
 */
export function showQueue(total: number, workers: number): Display {
  const isTerminal = process.stderr.isTTY;
  const running = new Map<string, Running>();
  const lengths: number[] = [];
  let done = 0;
  let shownAt = performance.now();

  const line = (): string => queueLine({ running, done, total, secondsLeft: secondsLeft() });
  const secondsLeft = (): number | undefined => {
    const left = [...running.values()].map(({ pace }) => pace.secondsLeft());
    if (lengths.length === 0 || left.includes(undefined)) return undefined;
    const waiting = Math.max(total - done - running.size, 0);
    const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
    return (left.reduce<number>((sum, each) => sum + each!, 0) + waiting * mean) / workers;
  };
  const show = (): void => {
    if (isTerminal) process.stderr.write(`\r${line().slice(0, (process.stderr.columns || 80) - 1)}\u001B[K`);
    else if (performance.now() - shownAt >= linesEvery) console.error(line());
    else return;
    shownAt = performance.now();
  };
  const say = (text: string): void => {
    if (isTerminal) process.stderr.write('\r\u001B[K');
    console.error(text);
    show();
  };
  return {
    started(id) {
      running.set(runName(id), { pace: startPace(), estimated: false });
      show();
    },
    standing(id, standing) {
      const run = running.get(runName(id));
      if (run === undefined) return;
      run.standing = standing;
      run.pace.note(standing, performance.now() / 1000);
      const seconds = run.pace.secondsInAll();
      if (seconds !== undefined && !run.estimated) {
        run.estimated = true;
        lengths.push(seconds);
        const left = duration(run.pace.secondsLeft()!);
        say(`${runName(id)}: ${standing.total} updates, about ${duration(seconds)}, ${left} of them left`);
      }
      show();
    },
    ended(id, ending) {
      running.delete(runName(id));
      done++;
      say(`${runName(id)}: ${endText(ending)}`);
    },
    say,
    stop: () => void (isTerminal && process.stderr.write('\r\u001B[K')),
  };
}

function endText(ending: Ending | Failure): string {
  if (ending.type === 'finished') return 'finished';
  if (ending.type === 'stopped') return `stopped after update ${ending.update}`;
  return `failed: ${ending.message}`;
}

interface QueueStanding {
  readonly running: ReadonlyMap<string, { readonly standing?: Standing }>;
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | undefined;
}

/** `2 of 21 runs done, about 5 min left | counting/paper/nan-1 34% loss 0.812 | ...`. */
function queueLine({ running, done, total, secondsLeft }: QueueStanding): string {
  const left = secondsLeft === undefined ? '' : `, about ${duration(secondsLeft)} left`;
  const runs = [...running].map(([name, { standing }]) => {
    if (standing === undefined) return `${name} starts`;
    const share = Math.floor((100 * standing.update) / standing.total);
    return `${name} ${share}% nll ${standing.nll.toPrecision(3)}`;
  });
  return [`${done} of ${total} runs done${left}`, ...runs].join(' | ');
}
