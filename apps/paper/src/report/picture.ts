import type { Picture } from '../experiment/picture.ts';
import { captionedPictureHtml, captionedPictureText } from './captioned-picture.ts';
import { heatMapSvg } from './heat-map.ts';
import { scatterSvg } from './scatter.ts';
import type { ShownPicture } from './section.ts';

/** A picture as HTML with an SVG in it. */
export function pictureHtml(picture: Picture): string {
  if (picture.kind === 'captioned-picture') return captionedPictureHtml(picture);
  return picture.kind === 'heat-map' ? heatMapSvg(picture) : scatterSvg(picture);
}

/** What Markdown says of a picture, which it does not draw. */
export function pictureMarkdown({ caption, picture }: ShownPicture): string {
  return picture.kind === 'captioned-picture'
    ? `${caption}, in the page: ${captionedPictureText(picture)}`
    : `${caption}: in the page`;
}
