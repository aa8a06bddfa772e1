import { featuresOf } from '@unsaturate/tasks';
import { describe, expect, it } from 'vitest';
import { readEmoji } from './emoji.ts';
import { captionedPicture } from './pictures.ts';

const emoji = await readEmoji();

describe('readEmoji', () => {
  it('has every picture once, in three parts', () => {
    const { train, validation, test, pixels } = emoji;
    const all = [...train, ...validation, ...test].map(({ image }) => image);
    expect(new Set(all).size).toBe(1906);
    expect([all.length, pixels.length]).toEqual([1906, 1906 * 32 * 32 * 3]);
    expect([train.length, validation.length, test.length]).toEqual([1526, 190, 190]);
    expect(train[0]).toEqual({ image: 0, captions: ['grinning face'] });
  });

  it('has the pixels of 4x4 as the features of a position', () => {
    const [image, y, x, color] = [7, 13, 22, 1];
    const pixel = emoji.pixels[((image * 32 + y) * 32 + x) * 3 + color]!;
    const position = Math.floor(y / 4) * 8 + Math.floor(x / 4);
    const feature = ((y % 4) * 4 + (x % 4)) * 3 + color;
    expect(featuresOf(emoji.features, [image])[position * 48 + feature]).toBe((pixel - 128) / 128);
  });

  it('shows yellow in the middle of a grinning face, on white', () => {
    const { rows } = captionedPicture(emoji.pixels, 0, 'said', ['right']);
    expect(rows).toHaveLength(32);
    expect(rows[0]!.slice(0, 3)).toBe('fff');
    const [red, green, blue] = Array.from(rows[18]!.slice(3 * 4, 3 * 4 + 3), (digit) => parseInt(digit, 16));
    expect(Math.min(red!, green!)).toBeGreaterThan(blue!);
  });
});
