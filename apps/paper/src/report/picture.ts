import type { Picture } from '../experiment/picture.ts';
import { heatMapSvg } from './heat-map.ts';
import { scatterSvg } from './scatter.ts';

/** A picture as HTML with an SVG in it. */
export function pictureHtml(picture: Picture): string {
  return picture.kind === 'heat-map' ? heatMapSvg(picture) : scatterSvg(picture);
}
