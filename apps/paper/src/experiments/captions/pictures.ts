import type { CaptionedPicture } from '../../experiment/picture.ts';
import { pictureSize } from './emoji.ts';

/** A picture out of all pixels [pictures, y, x, color], with four bits a color. */
export function captionedPicture(
  pixels: Uint8Array,
  image: number,
  caption: string,
  references: readonly string[],
): CaptionedPicture {
  const width = 3 * pictureSize;
  const rows = Array.from({ length: pictureSize }, (_, y) => {
    const first = (image * pictureSize + y) * width;
    return Array.from(pixels.subarray(first, first + width), (value) =>
      Math.round(value / 17).toString(16),
    ).join('');
  });
  return { kind: 'captioned-picture', title: `Test picture ${image}`, rows, caption, references };
}
