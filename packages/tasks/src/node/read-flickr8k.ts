import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UnsaturateError } from '@unsaturate/core';
import { type CaptionedImage, type CaptionedImages, captionText } from '../captions/captioned-images.ts';

/** A folder does not hold Flickr8k as {@link readFlickr8k} reads it. */
export class Flickr8kFolderError extends UnsaturateError {
  readonly path: string;
  /** What is wrong, as the end of a sentence that begins with the folder: `has no features.meta.json`. */
  readonly problem: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(
      'Flickr8kFolderError',
      `readFlickr8k: ${JSON.stringify(path)} ${problem}. Expected are ${Object.values(files).join(', ')}, the texts also ` +
        'without .gz. Captions and splits are those of Hodosh, Young and Hockenmaier 2013 (Flickr8k_text.zip, on request ' +
        'from the University of Illinois); the features are made from the images, and the docstring of readFlickr8k says how ' +
        'they are laid out.',
      options,
    );
    this.path = path;
    this.problem = problem;
  }
}

const files = {
  captions: 'Flickr8k.token.txt.gz',
  train: 'Flickr_8k.trainImages.txt.gz',
  validation: 'Flickr_8k.devImages.txt.gz',
  test: 'Flickr_8k.testImages.txt.gz',
  names: 'features.files.txt.gz',
  features: 'features.7x7x128.u8.gz',
  layout: 'features.meta.json',
} as const;

/**
 * Reads Flickr8k: 8,000 photographs with five captions each, 6,000 to learn from, 1,000 to choose by, 1,000 to report on.
 *
 * Images are given as feature maps of a network for images: `features.7x7x128.u8.gz` holds a byte for every value,
 * row-major [images, 7, 7, 128], the images in the order of `features.files.txt.gz`; `features.meta.json` holds `shape`
 * and, for each channel, `scale`, with `value = (byte - 128) scale`.
 *
 * @throws {@link Flickr8kFolderError} for a file that is missing or damaged, and an image that has no caption or no features.
 * @see Hodosh, Young and Hockenmaier 2013, "Framing Image Description as a Ranking Task".
 *
 * @example
 * ```ts
 * const { train } = await readFlickr8k('data/flickr8k');
 * train[0].captions // => ['a black dog is running after a white dog in the snow', ...]
 * ```
 */
export async function readFlickr8k(path: string): Promise<CaptionedImages> {
  const [captions, train, validation, test, names] = await Promise.all(
    (['captions', 'train', 'validation', 'test', 'names'] as const).map((file) =>
      readLines(path, files[file]),
    ),
  );
  const { shape, scale } = await readLayout(path);
  const bytes = await readBytes(path, files.features);
  const numbers = new Map(names!.map((name, n) => [name, n]));
  const [images, positions] = [shape[0]!, shape[1]! * shape[2]!];
  if (images !== names!.length || bytes.length !== images * positions * scale.length) {
    throw new Flickr8kFolderError(
      path,
      `has ${bytes.length} bytes of features and ${names!.length} names of images, which ${files.layout} contradicts`,
    );
  }
  const texts = new Map<string, string[]>();
  for (const line of captions!) {
    const [name, text] = splitCaption(line);
    texts.set(name, [...(texts.get(name) ?? []), captionText(text)]);
  }
  const part = (of: readonly string[] | undefined): CaptionedImage[] =>
    of!.map((name) => {
      const [image, found] = [numbers.get(name), texts.get(name)];
      if (image === undefined || found === undefined) {
        const lacking = image === undefined ? 'features' : 'caption';
        throw new Flickr8kFolderError(path, `has no ${lacking} of the image ${name}`);
      }
      return { image, captions: found };
    });
  return {
    name: 'flickr8k',
    features: { bytes, positions, scale },
    train: part(train),
    validation: part(validation),
    test: part(test),
  };
}

/** `name#number<tab>caption` */
function splitCaption(line: string): readonly [name: string, text: string] {
  const [key, text = ''] = line.split('\t');
  return [key!.split('#')[0]!, text];
}

async function readLines(path: string, file: string): Promise<string[]> {
  const text = new TextDecoder().decode(await readBytes(path, file));
  return text.split(/\r?\n/).filter((line) => line !== '');
}

/** Bytes of a file that is packed, or of the one without `.gz`. */
async function readBytes(path: string, file: string): Promise<Uint8Array> {
  const plain = file.replace(/\.gz$/, '');
  const bytes = await readFile(join(path, file)).catch(() =>
    readFile(join(path, plain)).catch(() => undefined),
  );
  if (bytes === undefined) throw new Flickr8kFolderError(path, `has no ${file}`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return promisify(gunzip)(bytes).catch((cause: unknown) => {
    throw new Flickr8kFolderError(path, `has a ${file} that cannot be unpacked`, { cause });
  });
}

async function readLayout(path: string): Promise<{ shape: readonly number[]; scale: readonly number[] }> {
  const bytes = await readBytes(path, files.layout);
  try {
    const { shape, scale } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (isNumbers(shape) && shape.length === 4 && isNumbers(scale) && scale.length === shape[3])
      return { shape, scale };
  } catch {
    // told below
  }
  throw new Flickr8kFolderError(
    path,
    `has a ${files.layout} without a shape of four sizes and a scale for each channel`,
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}
