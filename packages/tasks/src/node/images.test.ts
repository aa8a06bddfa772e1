import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UnsaturateError } from '@unsaturate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdxFileError, readIdx } from './read-idx.ts';
import { MnistFolderError, readMnist } from './read-mnist.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** An IDX file of the bytes 0, 1, 2, ... in the shape given. */
function idx(shape: readonly number[], length = shape.reduce((a, b) => a * b, 1)): Buffer {
  const header = Buffer.from([
    0,
    0,
    8,
    shape.length,
    ...shape.flatMap((size) => [0, 0, size >> 8, size & 255]),
  ]);
  return Buffer.concat([header, Buffer.from(Array.from({ length }, (_, e) => e % 256))]);
}

async function folderWith(name: string, files: Readonly<Record<string, Buffer>>): Promise<string> {
  await mkdir(at(name));
  await Promise.all(Object.entries(files).map(([file, bytes]) => writeFile(at(`${name}/${file}`), bytes)));
  return at(name);
}

const files = {
  'train-images-idx3-ubyte': idx([3, 2, 2]),
  'train-labels-idx1-ubyte.gz': gzipSync(idx([3])),
  't10k-images-idx3-ubyte.gz': gzipSync(idx([1, 2, 2])),
  't10k-labels-idx1-ubyte': idx([1]),
};

describe('readIdx', () => {
  it('reads the sizes and the bytes, packed or not', async () => {
    const data = Uint8Array.from({ length: 520 }, (_, e) => e % 256);
    await writeFile(at('plain'), idx([260, 2]));
    await writeFile(at('packed'), gzipSync(idx([260, 2])));
    for (const name of ['plain', 'packed']) {
      const array = await readIdx(at(name), 2);
      expect(array.shape).toEqual([260, 2]);
      expect(Buffer.compare(array.data, data)).toBe(0);
    }
  });

  it.each([
    ['magic', 'images for labels', idx([3, 2, 2]), 1, /must begin with the magic number 2049, .* 2051\./],
    ['magic', 'floats', Buffer.from([0, 0, 13, 1, 0, 0, 0, 0]), 1, /it has the magic number 3329\./],
    ['magic', 'text', Buffer.from('label,pixel'), 1, /it has the magic number/],
    ['magic', 'nothing', Buffer.from(''), 1, /it has only 0 bytes\./],
    ['size', 'cut off', idx([3, 2, 2], 11), 3, /has 27 bytes, but must have 28 for the sizes \[3, 2, 2\]/],
    ['size', 'too long', idx([3], 4), 1, /has 12 bytes, but must have 11 for the sizes \[3\]/],
    ['size', 'half a header', idx([3, 2, 2]).subarray(0, 9), 3, /has 9 bytes, but must have a header of 16/],
    ['damaged', 'half a gzip file', gzipSync(idx([90])).subarray(0, 30), 1, /cannot be unpacked/],
  ])('reports as %s: %s', async (problem, name, bytes, rank, message) => {
    await writeFile(at(name), bytes);
    const failed = readIdx(at(name), rank);
    await expect(failed).rejects.toMatchObject({ name: 'IdxFileError', problem, path: at(name) });
    await expect(failed).rejects.toThrow(message);
  });

  it('reports a missing file and a folder', async () => {
    await expect(readIdx(at('nowhere'), 1)).rejects.toThrow(/^readIdx: ".*nowhere" does not exist\./);
    await expect(readIdx(folder, 1)).rejects.toMatchObject({ problem: 'directory' });
    await expect(readIdx(folder, 1)).rejects.toBeInstanceOf(UnsaturateError);
  });
});

describe('readMnist', () => {
  it('reads the four files, each packed or not', async () => {
    const { train, test } = await readMnist(await folderWith('whole', files));
    expect({ ...train, pixels: [...train.pixels], labels: [...train.labels] }).toEqual({
      pixels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      labels: [0, 1, 2],
      count: 3,
      height: 2,
      width: 2,
    });
    expect([test.count, ...test.labels]).toEqual([1, 0]);
  });

  it('says what a folder lacks and what is expected', async () => {
    const { 'train-labels-idx1-ubyte.gz': _, ...others } = files;
    const failed = readMnist(await folderWith('half', others));
    await expect(failed).rejects.toBeInstanceOf(MnistFolderError);
    await expect(failed).rejects.toMatchObject({ problem: 'has no train-labels-idx1-ubyte' });
    await expect(failed).rejects.toThrow(
      /half" has no train-labels-idx1-ubyte\. Expected is a folder with train-images-idx3-ubyte, train-labels/,
    );
    await expect(readMnist(at('nowhere'))).rejects.toThrow(/nowhere" is no folder that can be opened\. Exp/);
  });

  it('refuses files that do not belong together', async () => {
    const labels = await folderWith('labels', { ...files, 't10k-labels-idx1-ubyte': idx([2]) });
    await expect(readMnist(labels)).rejects.toThrow(/has 1 images in .*t10k.*, but 2 labels in .*t10k/);
    const sizes = await folderWith('sizes', { ...files, 't10k-images-idx3-ubyte.gz': idx([1, 2, 3]) });
    await expect(readMnist(sizes)).rejects.toThrow('has images of 2x2 to train on and of 2x3 to test on.');
  });

  it('passes on what is wrong with a file', async () => {
    const broken = await folderWith('broken', { ...files, 't10k-labels-idx1-ubyte': idx([1, 1]) });
    await expect(readMnist(broken)).rejects.toBeInstanceOf(IdxFileError);
  });
});
