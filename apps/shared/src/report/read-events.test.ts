import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrainEvent } from '@unsaturate/train';
import { jsonLines, RunFileError } from '@unsaturate/train/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from './read-events.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unsaturate-'));
  path = join(folder, 'events.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const checkpoint = '{"type":"checkpoint","update":4}';

describe('readEvents', () => {
  it('reads what an event log wrote', async () => {
    const events: TrainEvent[] = [
      { type: 'validation', epoch: 1, update: 4, nll: 2, perplexity: Math.exp(2) },
      { type: 'end', reason: 'completed', update: 4 },
    ];
    const log = await jsonLines(path);
    events.forEach((event) => log.write(event));
    log.close();
    expect(readEvents(path)).toMatchObject(events);
  });

  it('leaves out a half-written last line', () => {
    writeFileSync(path, `${checkpoint}\n{"type":"upda`);
    expect(readEvents(path)).toEqual([{ type: 'checkpoint', update: 4 }]);
  });

  it('reads an empty log', () => {
    writeFileSync(path, '');
    expect(readEvents(path)).toEqual([]);
  });

  it.each(['{"type":"upda', '{"type":"update"}', '{"update":1}', 'null', ''])(
    'names a line that is no event: %j',
    (broken) => {
      writeFileSync(path, `${checkpoint}\n${broken}\n${checkpoint}\n`);
      expect(() => readEvents(path)).toThrow(RunFileError);
      expect(() => readEvents(path)).toThrow(`readEvents: cannot read line 2 of ${path} (`);
    },
  );

  it('names a log that cannot be read', () => {
    expect(() => readEvents(path)).toThrow(RunFileError);
    expect(() => readEvents(path)).toThrow(`readEvents: cannot read ${path} (ENOENT`);
  });
});
