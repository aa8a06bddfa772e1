import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Findings } from './implementations/measure.ts';
import type { Task } from './implementations/task.ts';

/** A worker, a process of its own, that is warm and waits. */
export interface WarmWorker extends Findings {
  readonly task: Task;
  /** Where it runs, for example `node 24.21.0`. */
  readonly runtime: string;
  /** Does one repetition and gives milliseconds per step. */
  repeat(): Promise<number>;
  /** Ends the process and gives its peak memory. */
  end(): Promise<number>;
}

/** Why a worker gives no numbers. */
export interface Refusal {
  readonly task: Task;
  readonly reason: string;
}

const gpu = v.object({
  adapter: v.string(),
  dispatches: v.number(),
  submits: v.number(),
  bytesMoved: v.number(),
});
const ready = v.union([
  v.object({
    runtime: v.string(),
    firstLoss: v.pipe(v.number(), v.finite()),
    gpu: v.exactOptional(gpu),
  }),
  v.object({ cannot: v.string() }),
]);
const repetition = v.object({ msPerStep: v.pipe(v.number(), v.finite()) });
const end = v.object({ peakBytes: v.number() });

/** Starts a worker process and waits until it is warm; see `runWorker` for what it says. */
export async function startWorker(
  task: Task,
  [program, ...args]: readonly [string, ...string[]],
): Promise<WarmWorker | Refusal> {
  const child = spawn(program, [...args, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = once(child, 'close').catch(() => {}); // a failed start shows as missing answers
  child.stdin.on('error', () => {}); // so does a worker that died
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const answer = async <Answer>(schema: v.GenericSchema<Answer>): Promise<Answer> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error((await closed, lastError(errors)));
      // Libraries greet on standard output.
      if (value.startsWith('{')) return v.parse(schema, JSON.parse(value));
    }
  };

  try {
    const first = await answer(ready);
    if ('cannot' in first) {
      await closed;
      return { task, reason: first.cannot };
    }
    return {
      task,
      ...first,
      async repeat() {
        child.stdin.write('\n');
        return (await answer(repetition)).msPerStep;
      },
      async end() {
        child.stdin.end();
        const { peakBytes } = await answer(end);
        await closed;
        return peakBytes;
      },
    };
  } catch (error) {
    child.kill();
    return { task, reason: (error as Error).message };
  }
}

/** The line of a stack trace that names the error, or whatever was said last. */
function lastError(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^(\w*Error|Uncaught)\b/.test(line)) ?? lines.at(-1) ?? 'ended without a word';
}
