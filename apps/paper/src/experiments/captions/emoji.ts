import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type CaptionedImage, type CaptionedImages, captionText } from '@unsaturate/tasks';

/** Width and height of a picture, and of a position of its feature map, in pixels of three colors. */
export const pictureSize = 32;
const patchSize = 4;
const colors = 3;

const folder = new URL('../../../data/emoji-captions/', import.meta.url);

/** Emoji with their names, and the pictures themselves. */
interface Emoji extends CaptionedImages {
  /** Row-major [pictures, y, x, color]. */
  readonly pixels: Uint8Array;
}

/**
 * 1,906 Noto emoji with their Unicode names, which come with this program. A feature map is the picture itself, 8x8 positions
 * of 4x4 pixels with three colors, scaled to [-1, 1]. Every tenth picture is for validation, every tenth for the test.
 */
export async function readEmoji(): Promise<Emoji> {
  const [names, packed] = await Promise.all([
    readFile(new URL('captions.txt', folder), 'utf8'),
    readFile(new URL('images.32x32x3.u8.gz', folder)),
  ]);
  const pixels = new Uint8Array(await promisify(gunzip)(packed));
  const all = names
    .trim()
    .split('\n')
    .map((name, image): CaptionedImage => ({ image, captions: [captionText(name.replaceAll(',', ' '))] }));
  const partOf = (remainder: number): CaptionedImage[] => all.filter(({ image }) => image % 10 === remainder);
  return {
    name: 'emoji',
    pixels,
    features: {
      bytes: patches(pixels, all.length),
      positions: (pictureSize / patchSize) ** 2,
      scale: Array.from({ length: patchSize ** 2 * colors }, () => 1 / 128),
    },
    train: all.filter(({ image }) => image % 10 < 8),
    validation: partOf(8),
    test: partOf(9),
  };
}

/** [pictures, y, x, color] in the order [pictures, positions, values of a position]. */
function patches(pixels: Uint8Array, pictures: number): Uint8Array {
  const [row, patchRow] = [pictureSize * colors, patchSize * colors];
  const out = new Uint8Array(pixels.length);
  let to = 0;
  for (let picture = 0; picture < pictures; picture++) {
    for (let y = 0; y < pictureSize; y += patchSize) {
      for (let x = 0; x < row; x += patchRow) {
        for (let line = y; line < y + patchSize; line++, to += patchRow) {
          const from = (picture * pictureSize + line) * row + x;
          out.set(pixels.subarray(from, from + patchRow), to);
        }
      }
    }
  }
  return out;
}
