import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** How a command ended. */
export interface Outcome {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Watch = (kill: (signal: NodeJS.Signals) => void) => void;

/** A folder with a small text, in which the command line runs. */
export interface Workplace {
  /** Path of the text. */
  readonly text: string;
  path(name: string): string;
  /** Path of the last checkpoint of a run. */
  checkpoint(name: string): string;
  /** Arguments that train a run on the text. */
  train(name: string, ...args: string[]): string[];
  /** Runs the command line in a process of its own; `watch` may end it. */
  run(args: readonly string[], watch?: Watch): Promise<Outcome>;
  /** Ends a run once its log holds a piece of text. */
  endAt(name: string, logged: string, signal: NodeJS.Signals): Watch;
  /** Removes it all. */
  close(): Promise<void>;
}

/** Makes a {@link Workplace}, whose processes also have the environment given. */
export async function openWorkplace(environment: NodeJS.ProcessEnv = {}): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'language-model-'));
  const path = (name: string): string => join(folder, name);
  const text = path('rhyme.txt');
  const line = 'The wheel of the mill goes round and round, and the water of the brook runs down.\n\n';
  await writeFile(text, line.repeat(700));
  return {
    text,
    path,
    checkpoint: (name) => path(join(name, 'checkpoint.safetensors')),
    train: (name, ...args) => ['train', '--data', text, '--out', path(name), ...args],
    run: (args, watch) => spawnMain(folder, args, environment, watch),
    endAt: (name, logged, signal) => (kill) => {
      const events = path(join(name, 'events.jsonl'));
      const timer = setInterval(() => {
        if (!existsSync(events) || !readFileSync(events, 'utf8').includes(logged)) return;
        clearInterval(timer);
        kill(signal);
      }, 10);
    },
    close: () => rm(folder, { recursive: true }),
  };
}

function spawnMain(
  folder: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  watch?: Watch,
): Promise<Outcome> {
  const child = spawn(process.execPath, ['--conditions=@unsaturate/source', main, ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  watch?.((signal) => child.kill(signal));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
