import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../browser/chromium.ts';
import { pack, publicPackages } from '../packaging/public-packages.ts';
import { trainInPage } from './train-in-page.ts';
import { runAsUser } from './run-as-user.ts';
import { useTarballs } from './use-tarballs.ts';

const minutes = 60_000;
const creator = 'create-unsaturate';
const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];

let folder: string;
/** All packages but the creator, which is installed. */
let tarballs: Map<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unsaturate-create-'));
  tarballs = await pack(publicPackages(), folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  await runAsUser(folder, 'npm', ['install', ...quiet, tarballs.get(creator)!]);
  tarballs.delete(creator);
}, 10 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 5 * minutes);

const run = (program: string, ...args: string[]): Promise<string> => runAsUser(folder, program, args);

describe('create-unsaturate', () => {
  it('holds what a user needs, and versions only', () => {
    const files = globSync('**', { cwd: join(folder, 'node_modules', creator) });
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/main.js']));
    const manifests = files.filter((file) => file.endsWith('package.json'));
    expect(manifests).toHaveLength(4);
    for (const file of manifests) {
      expect(readFileSync(join(folder, 'node_modules', creator, file), 'utf8')).not.toMatch(
        /workspace:|catalog:/,
      );
    }
  });

  it('refuses a folder that is not empty', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/notes.txt'), 'mine');
    await expect(run('npx', creator, 'full', '--template', 'custom-cell')).rejects.toThrow(
      'The folder "full" is not empty: it holds notes.txt.',
    );
    expect(readdirSync(join(folder, 'full'))).toEqual(['notes.txt']);
  });
});

/** Creates a project, installs its dependencies and runs its tests; returns its folder. */
async function createAndTest(template: string): Promise<string> {
  const name = `my-${template}`;
  expect(await run('npx', creator, name, '--template', template)).toContain(`  cd ${name} && npm install\n`);
  const project = join(folder, name);
  useTarballs(project, tarballs);
  await runAsUser(project, 'npm', ['install', ...quiet]);
  expect(await runAsUser(project, 'npm', ['test'])).toMatch(/Tests .*\d passed/);
  return project;
}

describe('what it makes', () => {
  it(
    'language-model-node trains, goes on and writes',
    async () => {
      const project = await createAndTest('language-model-node');
      const npm = (...args: string[]): Promise<string> => runAsUser(project, 'npm', args);
      expect(await npm('start', '--', '--updates', '20')).toMatch(/^update 20: perplexity [\d.]+$/m);
      const more = await npm('start', '--', '--updates', '40');
      expect(more).toMatch(/^goes on after update 20$/m);
      const [perplexity] = /^test perplexity [\d.]+$/m.exec(more)!;
      expect(await npm('run', 'evaluate')).toContain(perplexity);
      expect(await npm('run', 'sample', '--', '--prompt', 'the whale')).toMatch(/^the whale\W/m);
    },
    10 * minutes,
  );

  it(
    'language-model-web trains in a page',
    async () => {
      const project = await createAndTest('language-model-web');
      await runAsUser(project, 'npm', ['run', 'build']);
      if (!hasBrowser)
        return console.warn('There is no /usr/bin/chromium: the page was built but not opened.');
      const { status, mayUseThreads, errors } = await trainInPage(project);
      expect(status).toMatch(/^Update \d+, perplexity [\d.]+ \(Web.+\)$/);
      expect(mayUseThreads).toBe(true);
      expect(errors).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'custom-cell is a package that can be published and imported',
    async () => {
      const project = await createAndTest('custom-cell');
      await runAsUser(project, 'npm', ['run', 'build']);
      const program = [
        "import * as tf from '@tensorflow/tfjs';",
        "import { mgu } from 'my-custom-cell';",
        "await tf.setBackend('cpu');",
        'console.log(mgu({ units: 4 }).apply(tf.ones([2, 3, 1])).shape);',
      ];
      writeFileSync(join(project, 'program.mjs'), program.join('\n'));
      expect(await runAsUser(project, 'node', ['program.mjs'])).toContain('[ 2, 4 ]');

      // As created, with versions in the place of tarballs.
      await run('npx', creator, 'my-custom-cell', '--template', 'custom-cell', '--force');
      expect(await runAsUser(project, 'npx', ['publint', '--strict'])).toContain('All good!');
    },
    10 * minutes,
  );
});
