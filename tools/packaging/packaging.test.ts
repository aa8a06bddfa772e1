import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../browser/chromium.ts';
import { disagreements } from './agreement.ts';
import { bundlePage, openPage, type PageResult } from './browser.ts';
import { installConsumer } from './consumer.ts';
import { examples } from './examples.ts';
import { pack, publicPackages, readManifest } from './public-packages.ts';
import { type Output, root, runProgram } from './run-program.ts';

const minutes = 60_000;
/** Packages that are imported; tools/create tries the one that is run. */
const packages = publicPackages().filter(({ imports }) => imports.length > 0);
const imports = packages.flatMap((each) => each.imports);
const forPages = imports.filter((path) => !path.endsWith('/node'));
/** The Node that the user has, where the tests were started by npm; they themselves run in the pinned one. */
const node = process.env['npm_node_execpath'] ?? process.execPath;
const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();

let folder: string;
const installed = (name: string): string => join(folder, 'node_modules', name);

const something: unknown = expect.stringMatching(/./);

/** What each example of a page of Markdown printed, and what the page says that it prints, or at least something. */
async function runExamples(page: string, name: string): Promise<{ printed: string[]; expected: unknown[] }> {
  const printed: string[] = [];
  const expected: unknown[] = [];
  for (const [index, { code, prints }] of examples(readFileSync(page, 'utf8')).entries()) {
    const file = `${name}-${index}.mjs`;
    writeFileSync(join(folder, file), code);
    printed.push((await runProgram(folder, node, [file])).stdout.trim());
    expected.push(prints?.trim() ?? something);
  }
  return { printed, expected };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unsaturate-packaging-'));
  await installConsumer(folder, await pack(packages, folder));
}, 10 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('no package comes from the registry', () => {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  const ours = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/@unsaturate/'));
  expect(ours.map(([path]) => path)).toEqual(packages.map(({ name }) => `node_modules/${name}`));
  for (const [, { resolved }] of ours) expect(resolved).toMatch(/^file:/);
});

describe.each(packages)('$name', ({ name }) => {
  it('holds what a user needs and nothing else', () => {
    const files = globSync('**', { cwd: installed(name), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed(name).length + 1));
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    );
    expect(files).toContain('src/index.ts');
    const expected = /^(?:(?:dist|src)\/.+|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/;
    const unwanted = /\.(?:test|test-d|bench)\.|(?:^|\/)(?:testing|fixtures|test)\//;
    expect(files.filter((file) => !expected.test(file) || unwanted.test(file))).toEqual([]);
  });

  it('names versions and built files only', () => {
    const manifest = JSON.stringify(readManifest(installed(name)));
    expect(manifest).not.toMatch(/workspace:|catalog:|@unsaturate\/source|\.\/src\//);
  });

  it(
    `has a README whose examples run with Node ${nodeVersion}`,
    async () => {
      const { printed, expected } = await runExamples(join(installed(name), 'README.md'), basename(name));
      expect(printed).toEqual(expected);
      expect(printed).not.toEqual([]);
    },
    2 * minutes,
  );
});

it(
  `the example of the front page runs with Node ${nodeVersion}`,
  async () => {
    const { printed, expected } = await runExamples(join(root, 'README.md'), 'front-page');
    expect(printed).toEqual(expected);
    expect(printed).not.toEqual([]);
  },
  2 * minutes,
);

it(
  'every export is named in the README of its package',
  async () => {
    const program = [
      "import '@tensorflow/tfjs';",
      ...imports.map((path, index) => `import * as m${index} from '${path}';`),
      `const found = [${imports.map((_, index) => `Object.keys(m${index})`).join(', ')}];`,
      'console.log(`\n${JSON.stringify(found)}`);',
    ];
    writeFileSync(join(folder, 'exports.mjs'), program.join('\n'));
    const { stdout } = await runProgram(folder, node, ['exports.mjs']);
    const found = JSON.parse(stdout.trim().split('\n').at(-1)!) as string[][];
    const unnamed = imports.flatMap((path, index) => {
      const { name } = packages.findLast((each) => path === each.name || path.startsWith(`${each.name}/`))!;
      const readme = readFileSync(join(installed(name), 'README.md'), 'utf8');
      return found[index]!.filter((each) => !new RegExp(String.raw`\b${each}\b`).test(readme)).map(
        (each) => `${each} of ${path}`,
      );
    });
    expect(unnamed).toEqual([]);
  },
  2 * minutes,
);

describe('the documentation', () => {
  const pages = globSync('apps/docs/pages/{,start/}*.md', { cwd: root }).toSorted();

  it.each(pages)(
    `has examples in %s that run with Node ${nodeVersion}`,
    async (page) => {
      const { printed, expected } = await runExamples(join(root, page), page.replaceAll('/', '-'));
      expect(printed).toEqual(expected);
    },
    2 * minutes,
  );
});

it(
  'every import has types',
  () => {
    const source = imports.map((path, index) => `export * as m${index} from '${path}';`).join('\n');
    writeFileSync(join(folder, 'types.ts'), source);
    const tsc = join(root, 'node_modules/.bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const types = ['--typeRoots', join(root, 'node_modules/@types'), 'types.ts'];
    const { stdout, stderr } = spawnSync(tsc, [...options, ...types], { cwd: folder, encoding: 'utf8' });
    // TensorFlow.js 4.22 needs skipLibCheck, which would hide our errors too: keep the lines that are about us.
    const ours = /^(?:node_modules\/@unsaturate\/|types\.ts|error )/;
    expect(stdout.split('\n').filter((line) => ours.test(line))).toEqual([]);
    expect(stderr).toBe('');
  },
  2 * minutes,
);

/** Fails unless one, two and three threads ran, with the same numbers. */
function expectThreads(runs: PageResult['threads']): void {
  expect(runs.map(({ running }) => running)).toEqual([1, 2, 3]);
  const [one, two, three] = runs.map(({ numbers }) => numbers);
  expect(one!.every(Number.isFinite)).toBe(true);
  expect(new Set(one).size).toBeGreaterThan(1000);
  expect(two).toEqual(one);
  expect(three).toEqual(one);
}

it(
  `threads compute in Node ${nodeVersion} what one computes`,
  async () => {
    cpSync(join(import.meta.dirname, 'page'), join(folder, 'threads'), { recursive: true });
    const program = [
      "import * as tf from '@tensorflow/tfjs';",
      "import { byThreads } from './threads/threads.js';",
      "await tf.setBackend('cpu');",
      'console.log(`\n${JSON.stringify(await byThreads())}`);',
    ];
    writeFileSync(join(folder, 'threads.mjs'), program.join('\n'));
    const { stdout } = await runProgram(folder, node, ['threads.mjs']);
    expectThreads(JSON.parse(stdout.trim().split('\n').at(-1)!) as PageResult['threads']);
  },
  2 * minutes,
);

describe('in a page', () => {
  let page: string;
  let bundled: Output;

  beforeAll(async () => {
    page = join(folder, 'page');
    mkdirSync(page);
    bundled = await bundlePage(page, forPages);
    if (!hasBrowser) console.warn('There is no /usr/bin/chromium: the bundle was built but not run.');
  }, 2 * minutes);

  it('Vite bundles everything but ./node, without Node built-ins', () => {
    expect(bundled.stdout + bundled.stderr).not.toMatch(/externalized|node:/i);
  });

  describe.skipIf(!hasBrowser)('in Chromium', () => {
    let result: PageResult;

    beforeAll(async () => {
      result = await openPage(page);
    }, 3 * minutes);

    it('every package computes what it should', () => {
      expect(Object.keys(result.imported)).toEqual(forPages);
      expect(Object.values(result.imported).every((count) => count > 0)).toBe(true);
      expect(result.scalar).toBeCloseTo(0.738583, 6);
      expect(result.op[0]).toBeCloseTo(result.scalar, 6);
      expect(result.layer).toHaveLength(6);
      result.layer.forEach((value, index) => expect(value).toBeCloseTo(result.scan[index]!, 6));
      expect(result.schedule).toBe(0.75);
    });

    it('threads compute what one computes', () => {
      expectThreads(result.threads);
    });

    it('there is a gradient that is not zero in everything that has influence', () => {
      const differentiable = Object.entries(result.backends.cpu).map(([name, { gradients }]) => {
        const nonZero = Object.entries(gradients).filter(([, gradient]) => gradient.some(Boolean));
        return [name, nonZero.map(([input]) => input).join(' ')];
      });
      expect(Object.fromEntries(differentiable)).toEqual({
        ...Object.fromEntries(
          ['sigmoid', 'hardTanh'].flatMap((base) => [
            [`noisyActivation ${base} none`, 'x'],
            [`noisyActivation ${base} NAN`, 'x p c'],
            [`noisyActivation ${base} NAH`, 'x p c'],
            [`noisyActivation ${base} NANI`, 'x c'],
            [`noisyActivation ${base} NANIL`, 'x p c'],
            [`noisyActivation ${base} NANIL authors`, 'x p c'],
            [`noisyActivation ${base} NANIS`, 'x c'],
          ]),
        ),
        'scan lstm': 'kernel recurrentKernel bias p xs',
        'scan gru': 'kernel recurrentKernel bias p xs',
        embeddingLookup: 'table',
      });
    });

    it.each(['wasm', 'webgl', 'webgpu'] as const)(
      'values and gradients on %s are those on cpu',
      (backend) => {
        expect(disagreements(result.backends[backend], result.backends.cpu)).toEqual([]);
      },
    );
  });
});
