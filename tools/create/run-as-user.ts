import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program to its end in `folder` as typed in a terminal: with the Node and npm that the user has, and nothing in
 * the environment of what runs the tests. Returns what it wrote; throws with all of it if it fails.
 */
export async function runAsUser(folder: string, program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await execute(program, args, {
      cwd: folder,
      env: userEnvironment(),
      maxBuffer: 2 ** 26,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    const command = [program, ...args].join(' ');
    throw new Error(`${command} failed in ${folder}\n${stdout}${stderr}`, { cause: error });
  }
}

/** Without the tools of this repository, which npm and tools/run.mjs put into PATH, and what npm and Vitest tell each other. */
function userEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|TEST$|MODE$|DEV$|PROD$|SSR$|BASE_URL$)/.test(name),
  );
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((each) => !each.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}
