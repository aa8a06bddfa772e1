import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkplace, type Workplace } from './testing/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.close());

describe('what a user can get wrong', () => {
  /** Runs and expects one line on standard error and exit code 1. */
  async function expectRefusal(args: readonly string[], message: string | RegExp): Promise<void> {
    const { code, err, out } = await place.run(args);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(code).toBe(1);
  }

  it.each<[string, string[], string | RegExp]>([
    [
      'an unknown preset',
      ['train', '--preset', 'huge'],
      '--preset must be one of "quick", "ptb-small", got "huge"',
    ],
    ['an unknown arm', ['train', '--arm', 'noisy'], '--arm must be one of "soft", "hard"'],
    ['an unknown level', ['train', '--level', 'byte'], '--level must be one of "word", "character"'],
    ['an unknown option', ['train', '--epoch', '3'], 'train: there is no option --epoch.'],
    [
      'a negative seed',
      ['train', '--seed', '-1'],
      /^train: --seed must be an integer of at least 0, got "-1".\n$/,
    ],
    [
      'noise where there is none',
      ['train', '--arm', 'hard', '--noise-scale', '3'],
      'the arm hard has no noise: leave out --noise-scale.',
    ],
    ['alpha where it has no effect', ['train', '--arm', 'nani', '--alpha', '2'], 'leave out --alpha.'],
    [
      'a temperature of 0',
      ['sample', '.', '--temperature', '0'],
      'sample: --temperature must be a number above 0, got "0".',
    ],
    [
      'a file that is no checkpoint',
      ['evaluate', 'rhyme.txt'],
      'rhyme.txt: is not a checkpoint. Give a run folder',
    ],
    [
      'a file to resume',
      ['train', '--resume', 'rhyme.txt'],
      'rhyme.txt: is a file. A run goes on in its folder',
    ],
    ['a text missing for ptb-small', ['train', '--preset', 'ptb-small'], 'needs a text: pass --data FOLDER'],
    [
      'an alpha that is no number',
      ['train', '--alpha', 'much'],
      '--alpha must be a finite number, got "much"',
    ],
    ['a negative noise scale', ['train', '--noise-scale=-1'], '--noise-scale must be a number of at least 0'],
    [
      'no updates',
      ['train', '--max-updates', '0'],
      '--max-updates must be an integer of at least 1, got "0"',
    ],
    [
      'an unknown backend',
      ['train', '--backend', 'cuda'],
      '--backend must be one of "wasm", "cpu", "webgpu", got "cuda"',
    ],
    [
      'something to do about a device where there is none',
      ['train', '--on-device-lost', 'resume'],
      'the backend wasm has no device to be lost: leave out --on-device-lost.',
    ],
    [
      'an unknown thing to do about a device',
      ['train', '--backend', 'webgpu', '--on-device-lost', 'wait'],
      '--on-device-lost must be one of "stop", "resume", got "wait"',
    ],
    ['a text that is not there', ['train', '--data', 'nowhere.txt'], 'nowhere.txt'],
    ['a run that is not there', ['evaluate', 'nowhere'], /nowhere: cannot be read \(ENOENT\)/],
    ['an argument too many', ['sample', 'one', 'two'], 'the argument "two" is one too many'],
    ['a run folder that is none', ['sample', '.'], 'The folder holds no run'],
  ])('%s', async (_, args, message) => {
    await expectRefusal(args, message);
  });

  it('an empty text, a binary one and one that is too short', async () => {
    await writeFile(place.path('empty.txt'), '');
    await writeFile(place.path('binary.txt'), Uint8Array.of(80, 75, 3, 4, 0, 0, 1, 255));
    await writeFile(place.path('short.txt'), 'Call me Ishmael.');
    await expectRefusal(['train', '--data', place.path('empty.txt')], /empty/);
    await expectRefusal(['train', '--data', place.path('binary.txt')], /binary|not a text/);
    await expectRefusal(['train', '--data', place.path('short.txt')], /too short|empty/);
    expect(existsSync(place.path('runs'))).toBe(false);
  });

  describe('with a run', () => {
    beforeAll(() => place.run(place.train('small', '--max-updates', '3')));

    it('a checkpoint that was cut short or altered', async () => {
      const bytes = await readFile(place.checkpoint('small'));
      await mkdir(place.path('damaged'));
      await writeFile(place.checkpoint('damaged'), bytes.subarray(0, bytes.length - 5));
      await expectRefusal(['train', '--resume', place.path('damaged')], 'cut short');
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(place.checkpoint('damaged'), bytes);
      await expectRefusal(['evaluate', place.path('damaged')], 'sha256 differs');
    });

    it('settings for a resumed run, and a folder that holds a run', async () => {
      await expectRefusal(['train', '--resume', place.path('small'), '--arm', 'hard'], 'leave out --arm');
      await expectRefusal(place.train('small'), /already holds a run/);
    });

    it('a text with another vocabulary', async () => {
      await writeFile(
        place.path('other.txt'),
        'Another text, with other words in it, again and again.\n\n'.repeat(400),
      );
      const before = await readFile(place.checkpoint('small'));
      const other = ['--data', place.path('other.txt')];
      await expectRefusal(
        ['evaluate', place.path('small'), ...other],
        /has a vocabulary of \d+ tokens .* trained with/,
      );
      await expectRefusal(
        ['train', '--resume', place.path('small'), '--max-updates', '4', ...other],
        /has a vocabulary of \d+ tokens/,
      );
      expect(await readFile(place.checkpoint('small'))).toEqual(before);
    });

    it('a folder that cannot be written', async () => {
      await writeFile(place.path('a-file'), '');
      await expectRefusal(
        place.train('a-file/run', '--max-updates', '1'),
        /cannot write to the folder .*a-file/,
      );
    });

    it.runIf(process.platform === 'linux')('a folder in /proc, where nothing can be made', async () => {
      await expectRefusal(
        ['train', '--data', place.text, '--out', '/proc/x/y'],
        'cannot write to the folder /proc/x/y (ENOENT',
      );
    });

    it('a noise scale at which training breaks down: says what to change and what is left', async () => {
      const args = place.train('diverged', '--noise-scale', '1e30');
      await expectRefusal(
        args,
        /train: the .* at update 1\. Start a new run with a smaller --noise-scale\. There is no checkpoint\.$/m,
      );
    });

    it('nothing, when the run has moved', async () => {
      await cp(place.path('small'), place.path('moved'), { recursive: true });
      expect((await place.run(['evaluate', place.checkpoint('moved')])).code).toBe(0);
    });
  });
});
