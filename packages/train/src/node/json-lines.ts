import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import type { TrainEvent } from '../loop/events.ts';
import { writeAtomically } from './atomic-write.ts';
import { RunFileError, writeRemedy } from './errors.ts';

/** An event log; pass `write` to `train` as `onEvent`. */
export interface EventLog {
  /** Appends one event, of training or of your own, as one line, with the time of writing (ISO 8601) as `time`. */
  write(event: TrainEvent | { readonly type: string; readonly update: number }): void;
  close(): void;
}

const where = 'jsonLines';

/**
 * Opens an event log with one JSON object a line.
 *
 * A resumed run writes again what came after its checkpoint, so those lines are dropped first, and with them a last
 * line that a crash cut in half. Each line is handed to the system before training goes on: a killed process loses none.
 *
 * @param resumedAt - `progress.update` of the checkpoint that is resumed; lines up to it are kept. Without it the log
 * starts empty.
 * @throws {@link RunFileError} if the log cannot be written, or holds a line that is no event.
 */
export async function jsonLines(path: string, resumedAt?: number): Promise<EventLog> {
  const kept = resumedAt === undefined ? [] : linesUpTo(path, resumedAt);
  const file = await startFile(path, kept.map((line) => `${line}\n`).join(''));
  return {
    write(event) {
      const line = JSON.stringify({ ...event, time: new Date().toISOString() });
      try {
        appendFileSync(file, `${line}\n`);
      } catch (cause) {
        const advice = `${writeRemedy(cause)} and go on from the last checkpoint, if there is one.`;
        throw new RunFileError(where, 'append to', path, cause, advice);
      }
    },
    close: () => closeSync(file),
  };
}

async function startFile(path: string, text: string): Promise<number> {
  try {
    await writeAtomically(path, new TextEncoder().encode(text));
    return openSync(path, 'a');
  } catch (cause) {
    const advice = 'Choose a path that this user can write to, on a disk with space left.';
    throw new RunFileError(where, 'write', path, cause, advice);
  }
}

function linesUpTo(path: string, update: number): string[] {
  if (!existsSync(path)) return [];
  // What follows the last line break is empty, or half a line.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line, i) => updateOf(path, line, i + 1) <= update);
}

function updateOf(path: string, line: string, number: number): number {
  try {
    const { update } = JSON.parse(line) as TrainEvent;
    if (typeof update === 'number') return update;
    throw new TypeError('it has no update number');
  } catch (cause) {
    const advice = 'Move the log elsewhere to resume without it.';
    throw new RunFileError(where, `read line ${number} of`, path, cause, advice);
  }
}
