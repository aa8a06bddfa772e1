import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkGolden } from './check-golden.ts';
import { passes } from './compare.ts';
import { GoldenFileError, readGolden } from './golden-files.ts';

const fixtures = fileURLToPath(new URL('../../../packages/core/test/fixtures/golden', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'golden-'));
  await cp(fixtures, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

/** Rewrites one file of the folder. */
async function alter(file: string, change: (content: never) => unknown): Promise<void> {
  const path = join(folder, file);
  const content = JSON.parse(await readFile(path, 'utf8')) as never;
  await writeFile(path, JSON.stringify(change(content) ?? content));
}

/** Paths that disagree with the folder, by name and quantity. */
async function disagreeing(): Promise<string[]> {
  const results = await checkGolden(await readGolden(folder));
  return results.filter((result) => !passes(result)).map(({ path, quantity }) => `${path}: ${quantity}`);
}

interface Numbers {
  [name: string]: number;
}

describe('golden', () => {
  it('finds every implementation in agreement with the reference values', async () => {
    expect(await disagreeing()).toEqual([]);
  });

  it.each(['y', 'dydx', 'dydp', 'expectation'])(
    'sees an activation whose %s is off by 0.01',
    async (name) => {
      await alter('activations.json', (cases: Numbers[]) => void (cases[137]![name]! += 0.01));
      const { noise, activations } = await readGolden(folder);
      const results = await checkGolden({ noise, activations, scans: [] });
      const wrong = results.filter(({ wrong }) => wrong.includes('#137')).map(({ path }) => path);
      expect(new Set(wrong)).toEqual(
        new Set(['core scalar', 'core array', 'tfjs op (cpu)', 'tfjs op (wasm)']),
      );
    },
  );

  it('sees a noise value that is off by 0.01', async () => {
    await alter('noise.json', ({ normal }: { normal: { z: number[] }[] }) => void (normal[1]!.z[5]! += 0.01));
    expect(await disagreeing()).toEqual([
      'core array: noise',
      'tfjs op (cpu): noise',
      'tfjs op (wasm): noise',
    ]);
  });

  it('sees outputs, states and gradients of a recurrence that are off by 0.01', async () => {
    await alter('scans.json', (cases: { y: number[]; hT: number[]; grads: { kernel: number[] } }[]) => {
      cases[3]!.y[7]! += 0.01;
      cases[9]!.hT[0]! -= 0.01;
      cases[30]!.grads.kernel[2]! += 0.01;
    });
    const { noise, scans } = await readGolden(folder);
    const results = await checkGolden({ noise, activations: [], scans });
    const wrong = results
      .filter(({ path }) => path === 'scan eager (wasm)')
      .flatMap((result) => result.wrong);
    expect(wrong.map((name) => name.split(' ')[0])).toEqual(['#3', '#9', '#30']);
  });

  it.each([
    [
      'activations.json',
      (cases: unknown[]) => cases.slice(1),
      'has 399 activations cases, the reference set has 400',
    ],
    ['scans.json', () => [], 'has 0 scans cases'],
    ['noise.json', (noise: object) => ({ ...noise, normal: [] }), 'has 0 normal cases'],
    ['activations.json', (cases: object[]) => cases.map((each) => ({ ...each, y: null })), '0.y'],
  ])('refuses a %s that lacks cases or numbers', async (file, change, message) => {
    await alter(file, change);
    await expect(readGolden(folder)).rejects.toThrow(GoldenFileError);
    await expect(readGolden(folder)).rejects.toThrow(message);
  });

  it('refuses a folder without the files and a file that is not JSON', async () => {
    await writeFile(join(folder, 'scans.json'), '[{');
    await expect(readGolden(folder)).rejects.toThrow('scans.json: is not JSON');
    await rm(join(folder, 'noise.json'));
    await expect(readGolden(folder)).rejects.toThrow('noise.json: cannot be read (ENOENT)');
  });
});
