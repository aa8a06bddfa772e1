import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UnsaturateError } from '@unsaturate/core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { featuresOf } from '../captions/captioned-images.ts';
import { Flickr8kFolderError, readFlickr8k } from './read-flickr8k.ts';

const folders: string[] = [];
let folder = '';

const files = {
  'Flickr8k.token.txt.gz': gzipSync(
    'a.jpg#0\tA dog , wet .\na.jpg#1\tThe dog\nb.jpg#0\tTwo cats .\nc.jpg#0\tA bird\nlost.jpg.1#0\tNobody\n',
  ),
  'Flickr_8k.trainImages.txt.gz': gzipSync('b.jpg\n'),
  'Flickr_8k.devImages.txt': 'c.jpg\r\n',
  'Flickr_8k.testImages.txt.gz': gzipSync('a.jpg\n'),
  'features.files.txt.gz': gzipSync('a.jpg\nb.jpg\nc.jpg\n'),
  'features.7x7x128.u8.gz': gzipSync(Uint8Array.from({ length: 3 * 4 * 2 }, (_, i) => 128 + i)),
  'features.meta.json': JSON.stringify({ shape: [3, 2, 2, 2], scale: [1, 0.5] }),
};

/** A folder of three images, with some files in the place of its own. */
async function write(changes: Readonly<Record<string, string | Uint8Array>> = {}): Promise<void> {
  const all = { ...files, ...changes };
  await Promise.all(Object.entries(all).map(([name, content]) => writeFile(join(folder, name), content)));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flickr8k-'));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true }))));

describe('readFlickr8k', () => {
  it('puts captions, splits and features together', async () => {
    await write();
    const { name, features, train, validation, test } = await readFlickr8k(folder);
    expect(name).toBe('flickr8k');
    expect(train).toEqual([{ image: 1, captions: ['two cats'] }]);
    expect(validation).toEqual([{ image: 2, captions: ['a bird'] }]);
    expect(test).toEqual([{ image: 0, captions: ['a dog wet', 'the dog'] }]);
    expect(features.positions).toBe(4);
    expect([...featuresOf(features, [1])]).toEqual([8, 4.5, 10, 5.5, 12, 6.5, 14, 7.5]);
  });

  it('says which file is missing, and which there should be', async () => {
    await write();
    await rm(join(folder, 'features.meta.json'));
    await expect(readFlickr8k(folder)).rejects.toThrow(
      /^readFlickr8k: ".*" has no features\.meta\.json\. Expected are Flickr8k\.token\.txt\.gz, .*Flickr8k_text\.zip/,
    );
    await expect(readFlickr8k(join(folder, 'nowhere'))).rejects.toBeInstanceOf(Flickr8kFolderError);
    await expect(readFlickr8k(join(folder, 'nowhere'))).rejects.toBeInstanceOf(UnsaturateError);
  });

  it.each([
    ['cannot be unpacked', { 'Flickr_8k.testImages.txt.gz': gzipSync('a.jpg\n'.repeat(99)).subarray(0, 20) }],
    ['without a shape of four sizes', { 'features.meta.json': '{"shape": [3, 4, 2], "scale": [1, 1]}' }],
    ['without a shape of four sizes', { 'features.meta.json': 'not JSON' }],
    ['has 10 bytes of features and 3 names', { 'features.7x7x128.u8.gz': gzipSync(new Uint8Array(10)) }],
    ['has no features of the image d.jpg', { 'Flickr_8k.trainImages.txt.gz': gzipSync('d.jpg\n') }],
    ['has no caption of the image c.jpg', { 'Flickr8k.token.txt.gz': gzipSync('a.jpg#0\tA\nb.jpg#0\tB\n') }],
  ])('reports a folder that %s', async (problem, changes) => {
    await write(changes);
    await expect(readFlickr8k(folder)).rejects.toThrow(problem);
  });
});
