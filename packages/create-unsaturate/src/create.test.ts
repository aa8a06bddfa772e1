import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Terminal } from './ask.ts';
import { create } from './create.ts';

let root: string;
const templatesFolder = join(import.meta.dirname, '../templates');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'create-unsaturate-'));
});
afterEach(() => rmSync(root, { recursive: true }));

interface Ended {
  readonly exitCode: number;
  readonly printed: string;
  readonly complained: string;
}

async function run(args: readonly string[], terminal?: Terminal): Promise<Ended> {
  let printed = '';
  let complained = '';
  const exitCode = await create({
    args,
    terminal,
    userAgent: undefined,
    templatesFolder,
    print: (text) => void (printed += text),
    printError: (text) => void (complained += text),
  });
  return { exitCode, printed, complained };
}

const inRoot = (name: string): string => join(root, name);
const nameIn = (folder: string): unknown =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name: unknown }).name;

describe('where nobody can be asked', () => {
  it.each(readdirSync(templatesFolder))('makes %s', async (template) => {
    const folder = inRoot('mine');
    const { exitCode, printed, complained } = await run([folder, '--template', template]);
    expect({ exitCode, complained }).toEqual({ exitCode: 0, complained: '' });
    expect(printed).toMatch(/mine && npm install\n {2}npm (?:start|run dev|test)\n$/);
    expect(nameIn(folder)).toBe('mine');
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['.gitignore', 'README.md', 'tsconfig.json']));
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).not.toContain('PROJECT_NAME');
  });

  it('prints help', async () => {
    const { exitCode, printed } = await run(['--help']);
    expect(exitCode).toBe(0);
    expect(printed).toContain('--template NAME');
  });

  it.each([
    [[], 'a folder and --template is missing'],
    [
      ['mine'],
      '--template is missing. For example: npm create unsaturate mine -- --template language-model-node',
    ],
    [
      ['-t', 'custom-cell'],
      'a folder is missing. For example: npm create unsaturate my-model -- --template custom-cell',
    ],
    [['mine', '-t', 'rnn'], 'There is no template "rnn"'],
    [['mine', '--tempalte', 'rnn'], "Unknown option '--tempalte'"],
    [['My Model', '-t', 'custom-cell'], '"My Model" cannot be the name of a package'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, printed, complained } = await run(args);
    expect({ exitCode, printed }).toEqual({ exitCode: 2, printed: '' });
    expect(complained).toContain(message);
  });

  it('refuses a folder that is not empty, unless forced', async () => {
    const folder = inRoot('mine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const refused = await run([folder, '-t', 'custom-cell']);
    expect(refused.exitCode).toBe(2);
    expect(refused.complained).toContain('is not empty: it holds notes.txt');
    expect(readdirSync(folder)).toEqual(['notes.txt']);
    const forced = await run([folder, '-t', 'custom-cell', '--force']);
    expect(forced.exitCode).toBe(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['notes.txt', 'package.json']));
  });

  it('says so if it cannot be written', async () => {
    writeFileSync(inRoot('file'), '');
    const { exitCode, complained } = await run([inRoot('file/mine'), '-t', 'custom-cell']);
    expect(exitCode).toBe(1);
    expect(complained).toContain('the project could not be written: ');
  });
});

const enter = '\r';
const down = '\u001B[B';
const controlC = '\u0003';

describe('in a terminal', () => {
  /** Somebody who waits for each question and then types an answer. */
  function person(...answers: readonly (readonly [question: string, keys: readonly string[]])[]): Terminal {
    const input = new PassThrough();
    const output = new PassThrough();
    const left = [...answers];
    let seen = '';
    output.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const [question, keys] = left[0] ?? ['', []];
      if (question === '' || !seen.includes(question)) return;
      left.shift();
      seen = '';
      setImmediate(() => keys.forEach((key) => input.write(key)));
    });
    return { input, output };
  }

  it('asks for what is not given', async () => {
    const folder = inRoot('mine');
    const somebody = person(['Folder', [folder, enter]], ['Template', [down, down, enter]]);
    const { exitCode, printed } = await run([], somebody);
    expect(exitCode).toBe(0);
    expect(printed).toContain(`Made ${folder} from custom-cell`);
    expect(nameIn(folder)).toBe('mine');
  });

  it('asks for the template only if the folder is given', async () => {
    const folder = inRoot('mine');
    const { exitCode, printed } = await run([folder], person(['Template', [enter]]));
    expect(exitCode).toBe(0);
    expect(printed).toContain('from language-model-node');
  });

  it('asks again after a name that npm would not take', async () => {
    const folder = inRoot('mine');
    const somebody = person(
      ['Folder', [`${folder} `, enter]],
      ['cannot be the name', ['\u007F', enter]],
      ['Template', [enter]],
    );
    expect((await run([], somebody)).exitCode).toBe(0);
    expect(readdirSync(root)).toEqual(['mine']);
  });

  it('refuses a folder of the command line before it asks', async () => {
    const { exitCode, complained } = await run(['My Model'], person());
    expect(exitCode).toBe(2);
    expect(complained).toContain('"My Model" cannot be the name of a package');
  });

  it.each([
    ['the folder', () => [], [['Folder', [controlC]]]],
    ['the template', () => [inRoot('mine')], [['Template', [controlC]]]],
  ] as const)('makes nothing after Ctrl-C at %s', async (_what, args, answers) => {
    const { exitCode, printed, complained } = await run(args(), person(...answers));
    expect({ exitCode, printed, complained }).toEqual({
      exitCode: 130,
      printed: '',
      complained: 'Nothing was made.',
    });
    expect(existsSync(inRoot('mine'))).toBe(false);
  });
});
