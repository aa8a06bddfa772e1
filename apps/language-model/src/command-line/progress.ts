import type { TrainEvent } from '@unsaturate/train';
import { duration } from 'shared/command-line';

/** Shows how far a run is, on standard error. */
export interface Progress {
  show(event: TrainEvent): void;
  /** Prints a line; above the bar, where there is one. */
  say(line: string): void;
  stop(): void;
}

/** How far a run is. */
export interface Standing {
  readonly update: number;
  readonly total: number;
  /** Of the training data, lately; undefined before the first update. */
  readonly perplexity?: number | undefined;
  /** Undefined as long as there is no estimate. */
  readonly secondsLeft?: number | undefined;
}

/** A bar with the time left on a terminal; elsewhere a line every so many updates. */
export function showProgress(total: number, done: number): Progress {
  const display = process.stderr.isTTY ? bar({ update: done, total }) : lines(total);
  const timeLeft = timer(total);
  return {
    show(event) {
      if (event.type === 'update') display.update(event.update, event.nll, timeLeft(event.update));
      if (event.type === 'validation') {
        display.say(`epoch ${event.epoch}: validation perplexity ${event.perplexity.toFixed(1)}`);
      }
    },
    say: (line) => display.say(line),
    stop: () => display.stop(),
  };
}

/** One line of fewer than `columns` characters: a bar of up to 20, then what {@link standingText} says. */
export function renderBar(standing: Standing, columns: number): string {
  const { update, total } = standing;
  const share = total === 0 ? 1 : Math.min(update / total, 1);
  const text = `${Math.floor(100 * share)}%  ${standingText(standing)}`;
  const room = Math.min(20, columns - text.length - 2);
  const width = room - (room % 5); // so that it does not change with every digit of the text
  if (width < 5) return text.slice(0, Math.max(columns - 1, 0));
  const full = Math.floor(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${text}`;
}

/** `update 3/40  training perplexity 512  2 min 5 s left`, as far as it is known. */
export function standingText({ update, total, perplexity, secondsLeft }: Standing): string {
  const parts = [`update ${update}/${total}`];
  if (perplexity !== undefined) parts.push(`training perplexity ${perplexity.toFixed(0)}`);
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  return parts.join('  ');
}

interface Display {
  update(update: number, nll: number, secondsLeft: number | undefined): void;
  say(line: string): void;
  stop(): void;
}

const toLineStart = '\r';
const clearToLineEnd = '\u001B[K';

function bar(start: Standing): Display {
  const mean = runningMean(50);
  let standing = start;
  const write = (text: string): void => void process.stderr.write(toLineStart + text + clearToLineEnd);
  const draw = (): void => write(renderBar(standing, process.stderr.columns || 80));
  draw();
  return {
    update(update, nll, secondsLeft) {
      standing = { ...start, update, perplexity: Math.exp(mean.add(nll)), secondsLeft };
      draw();
    },
    say(line) {
      write(line);
      process.stderr.write('\n');
      draw();
    },
    stop: () => void process.stderr.write('\n'),
  };
}

function lines(total: number): Display {
  const every = Math.max(1, Math.round(total / 20));
  let mean = runningMean(Infinity);
  return {
    update(update, nll, secondsLeft) {
      const perplexity = Math.exp(mean.add(nll));
      if (update % every !== 0) return;
      console.error(standingText({ update, total, perplexity, secondsLeft }));
      mean = runningMean(Infinity); // of the updates since the last line
    },
    say: (line) => console.error(line),
    stop: () => {},
  };
}

/** Mean of all values up to `reach` of them, then an exponential mean that forgets at that rate. */
function runningMean(reach: number): { add(value: number): number } {
  let mean = 0;
  let n = 0;
  return { add: (value) => (mean += (value - mean) / Math.min(++n, reach)) };
}

/** Seconds left at the pace since the first call, which tells nothing itself: the first update also warms up. */
function timer(total: number): (update: number) => number | undefined {
  let first: { readonly update: number; readonly time: number } | undefined;
  return (update) => {
    first ??= { update, time: performance.now() };
    if (update === first.update) return undefined;
    const seconds = (performance.now() - first.time) / 1000;
    return (seconds / (update - first.update)) * (total - update);
  };
}
