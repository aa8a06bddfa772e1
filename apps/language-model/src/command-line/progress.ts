import type { TrainEvent } from '@unsaturate/train';
import { SingleBar } from 'cli-progress';

/** Shows how far a run is. */
export interface Progress {
  show(event: TrainEvent): void;
  stop(): void;
}

/** A bar with the time left on a terminal; elsewhere a line every so many updates. On standard error. */
export function showProgress(total: number, done: number): Progress {
  const progress = process.stderr.isTTY ? bar(total, done) : lines(total, done);
  return {
    show(event) {
      if (event.type === 'update') progress.update(event.update, Math.exp(event.nll));
      if (event.type === 'validation') {
        progress.say(`epoch ${event.epoch}: validation perplexity ${event.perplexity.toFixed(1)}`);
      }
    },
    stop: () => progress.stop(),
  };
}

interface Display {
  update(update: number, perplexity: number): void;
  say(line: string): void;
  stop(): void;
}

function bar(total: number, done: number): Display {
  const format = '{bar} {percentage}%  update {value}/{total}  perplexity {perplexity}  {eta_formatted} left';
  const display = new SingleBar({ format, hideCursor: true, etaBuffer: 50, stopOnComplete: false });
  display.start(total, done, { perplexity: '-' });
  return {
    update: (update, perplexity) => display.update(update, { perplexity: perplexity.toFixed(0) }),
    say: (line) => process.stderr.write(`\r\u001B[K${line}\n`),
    stop: () => display.stop(),
  };
}

function lines(total: number, done: number): Display {
  const started = performance.now();
  const every = Math.max(1, Math.round(total / 20));
  return {
    update(update, perplexity) {
      if (update % every !== 0) return;
      const seconds = (performance.now() - started) / 1000;
      const left = (seconds / (update - done)) * (total - update);
      console.error(`update ${update}/${total}  perplexity ${perplexity.toFixed(0)}  ${duration(left)} left`);
    },
    say: (line) => console.error(line),
    stop: () => {},
  };
}

/** Seconds as people read them: `42 s`, `3 min 5 s`, `2 h 10 min`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
