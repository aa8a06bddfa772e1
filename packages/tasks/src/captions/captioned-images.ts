/** An image and what people said of it. */
export interface CaptionedImage {
  /** Its number among the feature maps. */
  readonly image: number;
  /** Words in lower case, with single spaces between them and without punctuation; see {@link captionText}. */
  readonly captions: readonly string[];
}

/** Feature maps of images, one byte a value: `value = (byte - 128) scale[channel]`. */
export interface FeatureMaps {
  /** Row-major [images, positions, channels]. */
  readonly bytes: Uint8Array;
  readonly positions: number;
  /** One for each channel. */
  readonly scale: readonly number[];
}

/** Images with captions: to learn from, to choose by, and to report on. */
export interface CaptionedImages {
  /** Name for people. */
  readonly name: string;
  readonly features: FeatureMaps;
  readonly train: readonly CaptionedImage[];
  readonly validation: readonly CaptionedImage[];
  readonly test: readonly CaptionedImage[];
}

/**
 * A caption as it is learned and scored: lower case, single spaces, without the tokens that are punctuation alone.
 *
 * @param text - Its words and marks separated by spaces.
 *
 * @example
 * ```ts
 * captionText('A dog , wet , shakes itself .') // => 'a dog wet shakes itself'
 * ```
 */
export function captionText(text: string): string {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((token) => /[\p{L}\p{N}]/u.test(token))
    .join(' ');
}

/**
 * The feature maps of some images as numbers.
 *
 * @param images - Numbers of the images; one may come more than once.
 * @returns Row-major [images.length, positions, channels].
 */
export function featuresOf(
  { bytes, positions, scale }: FeatureMaps,
  images: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  const channels = scale.length;
  const size = positions * channels;
  const values = new Float32Array(images.length * size);
  for (let row = 0; row < images.length; row++) {
    for (let at = 0; at < size; at += channels) {
      const [from, to] = [images[row]! * size + at, row * size + at];
      for (let channel = 0; channel < channels; channel++)
        values[to + channel] = (bytes[from + channel]! - 128) * scale[channel]!;
    }
  }
  return values;
}
