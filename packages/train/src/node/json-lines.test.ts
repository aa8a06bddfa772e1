import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFileError } from './errors.ts';
import { jsonLines } from './json-lines.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unsaturate-'));
  path = join(folder, 'events.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const lines = (): string[] => readFileSync(path, 'utf8').split('\n');
const checkpoint = (update: number): string => JSON.stringify({ type: 'checkpoint', update });

describe('jsonLines', () => {
  it('writes one line an event, with the time, as soon as it happens', async () => {
    const log = await jsonLines(path);
    log.write({ type: 'checkpoint', update: 1 });
    expect(lines()).toHaveLength(2);
    log.write({ type: 'end', reason: 'completed', update: 2 });
    log.close();
    const events = lines()
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { time: string });
    expect(events).toMatchObject([
      { type: 'checkpoint', update: 1 },
      { type: 'end', reason: 'completed', update: 2 },
    ]);
    for (const { time } of events) expect(new Date(time).toISOString()).toBe(time);
  });

  it('drops what came after the checkpoint, and a half-written line', async () => {
    writeFileSync(path, `${[1, 2, 3, 2].map(checkpoint).join('\n')}\n{"type":"upda`);
    const log = await jsonLines(path, 2);
    log.write({ type: 'resume', update: 2 });
    log.close();
    expect(lines().slice(0, 3)).toEqual([1, 2, 2].map(checkpoint));
    expect(lines()[3]).toContain('"resume"');
    expect(lines().slice(4)).toEqual(['']);
  });

  it('starts empty without a checkpoint, and without a log', async () => {
    writeFileSync(path, `${checkpoint(1)}\n`);
    (await jsonLines(path)).close();
    expect(lines()).toEqual(['']);
    rmSync(path);
    (await jsonLines(path, 4)).close();
    expect(lines()).toEqual(['']);
  });

  it.each([['{"type":"upda'], ['{"type":"update"}'], ['null']])(
    'names a line that is no event and leaves the log as it is: %s',
    async (broken) => {
      const text = `${checkpoint(1)}\n${broken}\n${checkpoint(2)}\n`;
      writeFileSync(path, text);
      const error: unknown = await jsonLines(path, 2).catch((each: unknown) => each);
      expect(error).toBeInstanceOf(RunFileError);
      expect((error as Error).message).toContain(`jsonLines: cannot read line 2 of ${path}`);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('refuses a path it cannot write to', async () => {
    const error: unknown = await jsonLines(join(folder, 'missing', 'log')).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(RunFileError);
    expect(error).toMatchObject({ code: 'ENOENT' });
  });

  it('says what to do when the log cannot be continued', async () => {
    const log = await jsonLines(path);
    log.close();
    const write = (): void => log.write({ type: 'checkpoint', update: 1 });
    expect(write).toThrow(RunFileError);
    expect(write).toThrow('Make it writable again and go on from the last checkpoint, if there is one.');
  });
});
