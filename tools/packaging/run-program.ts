import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The folder of the repository. */
export const root: string = dirname(dirname(import.meta.dirname));

/** What a program wrote. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

const execute = promisify(execFile);
const tools = [join(root, 'node_modules/.bin'), join(root, '.tools/node_modules/.bin')];

/**
 * Runs a program to its end in `folder`, as if started by a user and not by a test; throws with all it wrote if it
 * fails. The tools of the repository are found by name.
 */
export async function runProgram(folder: string, program: string, args: readonly string[]): Promise<Output> {
  const { NODE_ENV: _, ...env } = process.env;
  const PATH = [...tools, env['PATH']].join(delimiter);
  try {
    return await execute(program, args, { cwd: folder, env: { ...env, PATH }, maxBuffer: 2 ** 26 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as Partial<Output>;
    const command = [program, ...args].join(' ');
    throw new Error(`${command} failed in ${folder}\n${stdout}${stderr}`, { cause: error });
  }
}
