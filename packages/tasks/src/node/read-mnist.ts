import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UnsaturateError } from '@unsaturate/core';
import type { LabelledImages } from '../images/image-batches.ts';
import { readIdx } from './read-idx.ts';

/** The images of a folder, as they are split there. */
export interface ImageSets {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** The files of MNIST; each may also have .gz at the end. */
const mnistFiles = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
} as const;

const names: readonly string[] = Object.values(mnistFiles).flatMap(({ images, labels }) => [images, labels]);

/** A folder does not hold the files of MNIST, or files that do not belong together. */
export class MnistFolderError extends UnsaturateError {
  readonly path: string;
  /** What is wrong with it, without the path: `has no train-labels-idx1-ubyte`. */
  readonly problem: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(
      'MnistFolderError',
      `readMnist: ${JSON.stringify(path)} ${problem}. Expected is a folder with ${names.join(', ')}, ` +
        'each also with .gz at the end.',
      options,
    );
    this.path = path;
    this.problem = problem;
  }
}

/**
 * Reads a folder with the four files of MNIST, or with other images in the same format, of any size.
 *
 * @throws {@link MnistFolderError} for a folder that cannot be opened or lacks files, and for images and labels that are not equally many or images of two sizes.
 * @throws {@link IdxFileError} for a file that is damaged, cut off, or of another kind.
 * @see LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition".
 *
 * @example
 * ```ts
 * const { train, test } = await readMnist('data/mnist'); // 60,000 and 10,000 images of 28 x 28
 * ```
 */
export async function readMnist(path: string): Promise<ImageSets> {
  const chosen = await filesOf(path);
  const [train, test] = await Promise.all(
    Object.values(mnistFiles).map(({ images, labels }) =>
      readSet(path, chosen.get(images)!, chosen.get(labels)!),
    ),
  );
  if (train!.height !== test!.height || train!.width !== test!.width) {
    const sizes = [train!, test!].map(({ height, width }) => `${height}x${width}`);
    throw new MnistFolderError(path, `has images of ${sizes[0]} to train on and of ${sizes[1]} to test on`);
  }
  return { train: train!, test: test! };
}

/** The path of each file by its plain name, which is preferred to the packed one. */
async function filesOf(path: string): Promise<Map<string, string>> {
  const found = await readdir(path).catch((cause: unknown) => {
    throw new MnistFolderError(path, 'is no folder that can be opened', { cause });
  });
  const missing = names.filter((name) => !found.includes(name) && !found.includes(`${name}.gz`));
  if (missing.length > 0) throw new MnistFolderError(path, `has no ${missing.join(', ')}`);
  return new Map(names.map((name) => [name, join(path, found.includes(name) ? name : `${name}.gz`)]));
}

async function readSet(folder: string, images: string, labels: string): Promise<LabelledImages> {
  const [read, classes] = await Promise.all([readIdx(images, 3), readIdx(labels, 1)]);
  const [count, height, width] = read.shape as [number, number, number];
  if (classes.data.length !== count) {
    const problem = `has ${count} images in ${images}, but ${classes.data.length} labels in ${labels}`;
    throw new MnistFolderError(folder, problem);
  }
  return { pixels: read.data, labels: classes.data, count, height, width };
}
