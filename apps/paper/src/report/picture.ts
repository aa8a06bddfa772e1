import type { Picture } from '../experiment/picture.ts';
import { captionedPictureHtml, captionedPictureText } from './captioned-picture.ts';
import { heatMapSvg } from './heat-map.ts';
import type { ShownPicture } from './section.ts';

/** A picture of any kind for the page. */
export function pictureHtml(picture: Picture): string {
  return picture.kind === 'heat-map' ? heatMapSvg(picture) : captionedPictureHtml(picture);
}

/** What Markdown says of a picture, which it does not draw. */
export function pictureMarkdown({ caption, picture }: ShownPicture): string {
  return picture.kind === 'heat-map'
    ? `${caption}: in the page`
    : `${caption}, in the page: ${captionedPictureText(picture)}`;
}
