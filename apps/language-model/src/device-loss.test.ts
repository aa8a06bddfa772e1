import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, openWorkplace, type Workplace } from './testing/workplace.ts';

const folder = '/usr/lib/chromium';
const driver = join(folder, 'vk_swiftshader_icd.json');
const hasDriver = existsSync(driver) || process.env['CI'] === 'true';
if (!hasDriver) console.log(`There is no ${driver}: nothing was trained by WebGPU in Node.`);

describe.skipIf(!hasDriver)('a run whose GPU device is lost', () => {
  let place: Workplace;
  let text: string;
  beforeAll(async () => {
    place = await openWorkplace({
      VK_ICD_FILENAMES: driver,
      LD_LIBRARY_PATH: folder,
      NODE_OPTIONS: `--import=${new URL('testing/lose-device.ts', import.meta.url).href}`,
    });
    text = place.path('short.txt');
    const whole = await readFile(place.text, 'utf8');
    await writeFile(text, whole.slice(0, 2000));
  });
  afterAll(() => place.close());

  const train = (name: string, checkpointEvery: number, ...args: string[]): string[] =>
    [
      ['train', '--data', text, '--out', place.path(name), '--backend', 'webgpu', ...args],
      ['--max-updates', '24', '--checkpoint-every', `${checkpointEvery}`],
    ].flat();

  /** Runs, and sends each signal once the log holds its piece of text; SIGUSR2 has the device lost. */
  const run = (
    name: string,
    args: readonly string[],
    signals: Readonly<Record<string, NodeJS.Signals>>,
  ): Promise<Outcome> =>
    place.run(args, (kill) => {
      for (const [logged, signal] of Object.entries(signals)) place.endAt(name, logged, signal)(kill);
    });
  const withoutReport = { '"type":"end"': 'SIGKILL' } as const;

  it('stops with an error that names the checkpoint it can be resumed from', async () => {
    const { code, err } = await run('stopped', train('stopped', 4), { '"update":5,': 'SIGUSR2' });
    expect(code).toBe(1);
    expect(err).toMatch(/train: the GPU device was lost \(destroyed.*The checkpoint of update \d+ is kept/);
    expect(err).toContain(`npm run train -- --resume ${place.path('stopped')}`);
    expect(err).not.toContain('    at ');
  });

  it('resumes if it is told to, and ends with the numbers of one whose device was not lost', async () => {
    const [undisturbed, resumed] = await Promise.all([
      run('undisturbed', train('undisturbed', 4), withoutReport),
      run('resumed', train('resumed', 4, '--on-device-lost', 'resume'), {
        '"update":5,': 'SIGUSR2',
        ...withoutReport,
      }),
    ]);
    expect(undisturbed.err).not.toMatch(/lost|invalid/); // of commands that it does not like, a device only complains
    expect(resumed.err).toMatch(/Going on from update \d+ with a fresh device: the GPU device was lost/);
    expect(await readFile(place.checkpoint('resumed'))).toEqual(
      await readFile(place.checkpoint('undisturbed')),
    );
    const events = await readFile(place.path('resumed/events.jsonl'), 'utf8');
    expect(events).toMatch(/"type":"device-lost","update":\d+,"reason":"destroyed","message":/);
  });

  it('ends when there is no checkpoint, and when there is no new one since the loss before', async () => {
    const resume = ['--on-device-lost', 'resume'];
    const [early, twice] = await Promise.all([
      run('early', train('early', 100, ...resume), { '"update":1,': 'SIGUSR2' }),
      run('twice', train('twice', 4, ...resume), {
        '"update":5,': 'SIGUSR2',
        '"type":"device-lost"': 'SIGUSR2',
      }),
    ]);
    expect(early.code).toBe(1);
    expect(early.err).toMatch(/lost \(destroyed.*\)\. There is no checkpoint/);
    expect(twice.code).toBe(1);
    expect(twice.err).toMatch(/once more since its last checkpoint\. The checkpoint of update \d+ is kept/);
  });
});

describe('a GPU that cannot be had', () => {
  it('is an error that says what is missing', async () => {
    const nowhere = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    const place = await openWorkplace(nowhere);
    const { code, err } = await place.run(place.train('none', '--backend', 'webgpu'));
    await place.close();
    expect(code).toBe(1);
    expect(err).toMatch(/^startWebgpu: (there is no GPU adapter|the npm package webgpu)/m);
  });
});
