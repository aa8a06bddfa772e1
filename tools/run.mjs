// The one door into the repository: fetches the pinned pnpm, installs what the lock file names, and runs a
// command with the pinned Node. Plain JavaScript without dependencies, because nothing is installed yet.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const toolsFolder = join(root, '.tools');
const binFolder = join(root, 'node_modules', '.bin');
const toolsBinFolder = join(toolsFolder, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.installed');

/** Each command is a list of programs, all run in order; extra arguments go to the last. */
const commands = {
  start: [source('apps/language-model', 'train')],
  'language-model': [source('apps/language-model')],
  golden: [source('apps/golden')],
  bench: [source('apps/bench')],
  paper: [source('apps/paper')],
  docs: [source('apps/docs')],
  playground: [['vite', 'apps/playground']],
  test: [['vitest', 'run']],
  'create:check': [['vitest', 'run', 'tools/create']],
  format: [['oxfmt'], ['oxlint', '--fix']],
  changeset: [['changeset']],
  build: [['turbo', 'run', 'build', '--output-logs=errors-only']],
  check: [
    ['oxfmt', '--check'],
    ['oxlint', '--type-aware', '--deny-warnings'],
    ['tsc', '-p', 'tsconfig.json'],
    ['tsc', '-p', 'apps/tsconfig.json'],
    ['sherif', '--fail-on-warnings'],
    ['knip'],
    ['turbo', 'run', 'build', '--output-logs=errors-only'],
    ['size-limit', '--silent', '--config', 'size-limit.config.ts'],
  ],
};

function source(app, ...args) {
  return ['node', '--conditions=@unsaturate/source', `${app}/src/main.ts`, ...args];
}

/** Runs a program to its end and returns its exit code. */
async function run(program, args, env) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', shell: windows, env });
  // A terminal sends Ctrl-C to the whole group: the program hears it, saves, and chooses the exit code.
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', leave).on('SIGTERM', forward).on('SIGHUP', forward);
  const exitCode = await new Promise((resolve) => {
    child.on('error', (error) => fail(`${program} could not be started: ${error.message}`));
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
  process.off('SIGINT', leave).off('SIGTERM', forward).off('SIGHUP', forward);
  return exitCode;
}

/** Runs a program that must not fail. */
async function need(program, args) {
  const exitCode = await run(program, args, process.env);
  if (exitCode !== 0) process.exit(exitCode);
}

function leave() {}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Node ${process.versions.node} is too old: Unsaturate needs Node 20.19 or newer (https://nodejs.org).`,
  );
}

async function install() {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pinned = join(toolsFolder, packageManager);
  if (!existsSync(pinned)) {
    console.error(`Fetching ${packageManager} (once) ...`);
    const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--no-save'];
    await need('npm', ['install', ...quiet, '--prefix', '.tools', packageManager]);
    writeFileSync(pinned, '');
  }
  console.error('Installing dependencies (once per change of pnpm-lock.yaml) ...');
  const quiet = ['--reporter=append-only', '--loglevel=error'];
  await need(join(toolsBinFolder, 'pnpm'), ['install', '--frozen-lockfile', ...quiet]);
  writeFileSync(stamp, lock);
}

const [name, ...args] = process.argv.slice(2);
const programs = commands[name];
if (!programs)
  fail(`Unknown command ${JSON.stringify(name)}. Commands: ${Object.keys(commands).join(', ')}.`);
requireNode();
await install();
const env = {
  ...process.env,
  PATH: [binFolder, toolsBinFolder, process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
};
for (const [index, [program, ...own]] of programs.entries()) {
  const exitCode = await run(program, index === programs.length - 1 ? [...own, ...args] : own, env);
  process.exitCode ||= exitCode;
  if (exitCode > 128) break; // ended by a signal
}
