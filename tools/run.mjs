// The one door into the repository: fetches the pinned pnpm, installs what the lock file names, and runs a
// command with the pinned Node. Plain JavaScript without dependencies, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const toolsFolder = join(root, '.tools');
const binFolder = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.installed');

/** Each command is a list of programs, run in order until one fails; extra arguments go to the last. */
const commands = {
  start: [source('apps/language-model', 'train', '--preset', 'quick')],
  'language-model': [source('apps/language-model')],
  golden: [source('apps/golden')],
  test: [['vitest', 'run']],
  format: [['oxfmt'], ['oxlint', '--fix']],
  build: [['turbo', 'run', 'build', '--output-logs=errors-only']],
  check: [
    ['oxfmt', '--check'],
    ['oxlint', '--type-aware', '--deny-warnings'],
    ['tsc', '-p', 'tsconfig.json'],
    ['tsc', '-p', 'apps/tsconfig.json'],
    ['sherif'],
    ['knip'],
    ['turbo', 'run', 'build', '--output-logs=errors-only'],
  ],
};

function source(app, ...args) {
  return [
    'node',
    '--conditions=@unsaturate/source',
    '--disable-warning=ExperimentalWarning',
    join(root, app, 'src/main.ts'),
    ...args,
  ];
}

function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell: windows, ...options });
  if (result.error) fail(`${program} could not be started: ${result.error.message}`);
  if (result.signal) process.kill(process.pid, result.signal);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

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

function install() {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pnpm = join(toolsFolder, 'node_modules', '.bin', 'pnpm');
  const pinned = join(toolsFolder, packageManager);
  if (!existsSync(pinned)) {
    console.error(`Fetching ${packageManager} (once) ...`);
    run('npm', [
      'install',
      '--silent',
      '--no-audit',
      '--no-fund',
      '--no-save',
      '--prefix',
      toolsFolder,
      packageManager,
    ]);
    writeFileSync(pinned, '');
  }
  console.error('Installing dependencies (once per change of pnpm-lock.yaml) ...');
  run(pnpm, ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

const [name, ...args] = process.argv.slice(2);
const programs = commands[name];
if (!programs)
  fail(`Unknown command ${JSON.stringify(name)}. Commands: ${Object.keys(commands).join(', ')}.`);
requireNode();
install();
const env = {
  ...process.env,
  PATH: [binFolder, join(toolsFolder, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
};
// A terminal sends Ctrl-C to the whole group: the command saves and chooses the exit code, this process waits.
process.on('SIGINT', () => {});
programs.forEach(([program, ...own], index) =>
  run(program, index === programs.length - 1 ? [...own, ...args] : own, { env }),
);
