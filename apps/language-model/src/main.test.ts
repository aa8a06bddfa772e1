import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
let folder: string;
let text: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'language-model-'));
  text = join(folder, 'rhyme.txt');
  const line = 'The wheel of the mill goes round and round, and the water of the brook runs down.\n\n';
  await writeFile(text, line.repeat(700));
});

afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a process of its own; `watch` may end it. */
function run(
  args: readonly string[],
  watch?: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Outcome> {
  const child = spawn(process.execPath, ['--conditions=@unsaturate/source', main, ...args], { cwd: folder });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  watch?.((signal) => child.kill(signal));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const path = (name: string): string => join(folder, name);
const checkpoint = (name: string): string => path(join(name, 'checkpoint.safetensors'));
const train = (name: string, ...args: string[]): string[] => [
  'train',
  '--data',
  text,
  '--out',
  path(name),
  ...args,
];

/** Ends a run once its log has an update of at least `update`. */
function endAfter(name: string, update: number, signal: NodeJS.Signals) {
  return (kill: (signal: NodeJS.Signals) => void): void => {
    const events = path(join(name, 'events.jsonl'));
    const timer = setInterval(() => {
      if (!existsSync(events) || !readFileSync(events, 'utf8').includes(`"update":${update},`)) return;
      clearInterval(timer);
      kill(signal);
    }, 10);
  };
}

/** The events of a run that do not depend on when it was stopped. */
async function learningEvents(name: string): Promise<unknown[]> {
  const lines = (await readFile(path(join(name, 'events.jsonl')), 'utf8')).trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { type: string; time: string });
  return events
    .filter(({ type }) => ['update', 'diagnostics', 'epoch', 'validation'].includes(type))
    .map((event) => ({ ...event, time: undefined }));
}

describe('help', () => {
  it.each([
    [[], ['train', 'evaluate', 'sample']],
    [['train'], ['--preset', '--arm', '--resume', 'ptb-small', 'nanis']],
    [['evaluate'], ['--data', 'RUN']],
    [['sample'], ['--prompt', '--temperature', 'RUN']],
  ])('of %s names what there is', async (args, names) => {
    const { code, out, err } = await run([...args, '--help']);
    expect(code).toBe(0);
    for (const name of names) expect(out + err).toContain(name);
  });
});

describe('a run', () => {
  const name = 'whole';
  const length = ['--max-updates', '24', '--checkpoint-every', '5'];
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await run(train(name, ...length));
  });

  it('prints perplexities and a paragraph and leaves checkpoint, events and report', async () => {
    expect(outcome.err).toContain('24 updates');
    expect(outcome.code).toBe(0);
    const perplexity = Number(/validation perplexity ([\d.]+)/.exec(outcome.out)?.[1]);
    expect(perplexity).toBeGreaterThan(1);
    expect(perplexity).toBeLessThan(15);
    expect(outcome.out).toMatch(/the (wheel|mill|water|brook)/);
    expect(await readdir(path(name))).toEqual(
      expect.arrayContaining(['checkpoint.safetensors', 'events.jsonl', 'report.html']),
    );
    expect(await readFile(path(join(name, 'report.html')), 'utf8')).toContain('validation perplexity');
  });

  it('is evaluated to the same perplexities', async () => {
    const { code, out } = await run(['evaluate', path(name)]);
    const [validation, test] = [...out.matchAll(/perplexity ([\d.]+)/g)].map(([, value]) =>
      Number(value).toFixed(1),
    );
    expect(code).toBe(0);
    expect(outcome.out).toContain(`validation perplexity ${validation}`);
    expect(outcome.out).toContain(`test perplexity ${test}`);
  });

  it('works on characters too, and then gives bits per character', async () => {
    const whole = await run(train('characters', '--level', 'character', '--max-updates', '2'));
    expect(whole.code).toBe(0);
    const { out } = await run(['evaluate', path('characters')]);
    const [, perplexity, bits] = /perplexity ([\d.]+) {2}([\d.]+) bits/.exec(out)!;
    expect(2 ** Number(bits)).toBeCloseTo(Number(perplexity), 1);
  });

  it('samples text that begins with the prompt, equal for equal seeds', async () => {
    const args = ['sample', path(name), '--prompt', 'the water of', '--length', '12'];
    const [one, same, other] = await Promise.all([
      run(args),
      run(args),
      run([...args, '--seed', '2', '--temperature', '5']),
    ]);
    expect(one.out).toMatch(/^the water of /);
    expect(same.out).toBe(one.out);
    expect(other.out).not.toBe(one.out);
  });

  it('ends with the same numbers after kill -9 and a resume', async () => {
    const killed = await run(train('killed', ...length), endAfter('killed', 13, 'SIGKILL'));
    expect(killed.code).toBeNull();
    const resumed = await run(['train', '--resume', path('killed'), ...length]);
    expect(resumed.code).toBe(0);
    expect(resumed.out.split('\n').slice(0, 2)).toEqual(outcome.out.split('\n').slice(0, 2));
    expect(await readFile(checkpoint('killed'))).toEqual(await readFile(checkpoint(name)));
    expect(await learningEvents('killed')).toEqual(await learningEvents(name));
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('saves on %s, exits with %i, and goes on with the same numbers', async (signal, code) => {
    const stopped = await run(train(signal, ...length), endAfter(signal, 12, signal));
    expect(stopped.code).toBe(code);
    expect(stopped.out).toMatch(/Saved after update 1\d\. Go on with: npm run train -- --resume /);
    const resumed = await run(['train', '--resume', path(signal), ...length]);
    expect(resumed.code).toBe(0);
    expect(await readFile(checkpoint(signal))).toEqual(await readFile(checkpoint(name)));
    expect(await learningEvents(signal)).toEqual(await learningEvents(name));
  });
});

describe('what a user can get wrong', () => {
  /** Runs and expects one line on standard error and exit code 1. */
  async function expectRefusal(args: readonly string[], message: string | RegExp): Promise<void> {
    const { code, err, out } = await run(args);
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
    ['an unknown option', ['train', '--epoch', '3'], "train: Unknown option '--epoch'"],
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
      '--backend must be one of "wasm", "cpu", got "cuda"',
    ],
    ['a text that is not there', ['train', '--data', 'nowhere.txt'], 'nowhere.txt'],
    ['a run that is not there', ['evaluate', 'nowhere'], /nowhere: cannot be read \(ENOENT\)/],
    ['an argument too many', ['sample', 'one', 'two'], 'the argument "two" is one too many'],
    ['a run folder that is none', ['sample', '.'], 'The folder holds no run'],
  ])('%s', async (_, args, message) => {
    await expectRefusal(args, message);
  });

  it('an empty text, a binary one and one that is too short', async () => {
    await writeFile(path('empty.txt'), '');
    await writeFile(path('binary.txt'), Uint8Array.of(80, 75, 3, 4, 0, 0, 1, 255));
    await writeFile(path('short.txt'), 'Call me Ishmael.');
    await expectRefusal(['train', '--data', path('empty.txt')], /empty/);
    await expectRefusal(['train', '--data', path('binary.txt')], /binary|not a text/);
    await expectRefusal(['train', '--data', path('short.txt')], /too short|empty/);
    expect(existsSync(path('runs'))).toBe(false);
  });

  describe('with a run', () => {
    beforeAll(() => run(train('small', '--max-updates', '3')));

    it('a checkpoint that was cut short or altered', async () => {
      const bytes = await readFile(checkpoint('small'));
      await mkdir(path('damaged'));
      await writeFile(checkpoint('damaged'), bytes.subarray(0, bytes.length - 5));
      await expectRefusal(['train', '--resume', path('damaged')], 'cut short');
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(checkpoint('damaged'), bytes);
      await expectRefusal(['evaluate', path('damaged')], 'sha256 differs');
    });

    it('settings for a resumed run, and a folder that holds a run', async () => {
      await expectRefusal(['train', '--resume', path('small'), '--arm', 'hard'], 'leave out --arm');
      await expectRefusal(train('small'), /already holds a run/);
    });

    it('a text with another vocabulary', async () => {
      await writeFile(
        path('other.txt'),
        'Another text, with other words in it, again and again.\n\n'.repeat(400),
      );
      const before = await readFile(checkpoint('small'));
      const other = ['--data', path('other.txt')];
      await expectRefusal(
        ['evaluate', path('small'), ...other],
        /has a vocabulary of \d+ tokens .* trained with/,
      );
      await expectRefusal(['train', '--resume', path('small'), ...other], /has a vocabulary of \d+ tokens/);
      expect(await readFile(checkpoint('small'))).toEqual(before);
    });

    it('a folder that cannot be written', async () => {
      await writeFile(path('a-file'), '');
      await expectRefusal(train('a-file/run', '--max-updates', '1'), /write to the folder/);
    });

    it('nothing, when the run has moved', async () => {
      await cp(path('small'), path('moved'), { recursive: true });
      expect((await run(['evaluate', checkpoint('moved')])).code).toBe(0);
    });
  });
});
