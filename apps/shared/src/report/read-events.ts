import { readFileSync } from 'node:fs';
import type { TrainEvent } from '@unsaturate/train';
import { RunFileError } from '@unsaturate/train/node';

/**
 * Reads an event log, one JSON object a line. What follows the last line break is a line that was still being
 * written, and is left out.
 *
 * @throws {@link RunFileError} if the file cannot be read, or holds a line that is no event.
 */
export function readEvents(path: string): TrainEvent[] {
  return readLog(path)
    .split('\n')
    .slice(0, -1)
    .map((line, i) => parseEvent(path, line, i + 1));
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new RunFileError('readEvents', 'read', path, cause, 'Give the event log of a run.');
  }
}

function parseEvent(path: string, line: string, number: number): TrainEvent {
  try {
    const event = JSON.parse(line) as TrainEvent;
    if (typeof event.type === 'string' && typeof event.update === 'number') return event;
    throw new TypeError('it has no type or no update number');
  } catch (cause) {
    const advice = 'Remove the line to report on the rest.';
    throw new RunFileError('readEvents', `read line ${number} of`, path, cause, advice);
  }
}
