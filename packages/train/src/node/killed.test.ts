import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TrainEvent } from '../loop/events.ts';
import { train } from '../loop/train.ts';
import { figures, memoryStore, tinyOptions } from '../testing/runs.ts';
import { tinyModel } from '../testing/tiny-model.ts';

const script = fileURLToPath(new URL('../testing/killed-run.ts', import.meta.url));

function trainInProcess(folder: string, ...killAfter: string[]): NodeJS.Signals | null {
  const options = ['--conditions=@unsaturate/source', '--import', '@tensorflow/tfjs'];
  const { signal, status, stderr } = spawnSync(process.execPath, [...options, script, folder, ...killAfter]);
  if (signal === null && status !== 0) throw new Error(stderr.toString());
  return signal;
}

describe('a process that is killed', () => {
  it('resumes to the same bits and the same log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unsaturate-'));
    const events: TrainEvent[] = [];
    const store = memoryStore();
    await train({ ...tinyOptions(tinyModel(), store), onEvent: (event) => void events.push(event) });

    expect(trainInProcess(folder, 'update', '2')).toBe('SIGKILL'); // before there is a checkpoint
    expect(trainInProcess(folder, 'update', '8')).toBe('SIGKILL'); // two updates after one
    writeFileSync(join(folder, 'checkpoint.safetensors.tmp'), 'half a checkp');
    expect(trainInProcess(folder, 'validation', '10')).toBe('SIGKILL'); // before the epoch is stored
    expect(trainInProcess(folder)).toBeNull();

    expect(new Uint8Array(readFileSync(join(folder, 'checkpoint.safetensors')))).toEqual(
      store.saved.at(-1)!.bytes,
    );
    expect(new Uint8Array(readFileSync(join(folder, 'best.safetensors')))).toEqual(
      store.saved.findLast(({ best }) => best)!.bytes,
    );
    const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    const logged = lines.map((line) => {
      const { time: _, ...event } = JSON.parse(line) as TrainEvent & { time: string };
      return event;
    });
    expect(figures(logged)).toEqual(figures(events));
    expect(logged.filter(({ type }) => type === 'resume').map(({ update }) => update)).toEqual([6, 9]);
    expect(readdirSync(folder).toSorted()).toEqual([
      'best.safetensors',
      'checkpoint.safetensors',
      'events.jsonl',
    ]);
    rmSync(folder, { recursive: true });
  });
});
