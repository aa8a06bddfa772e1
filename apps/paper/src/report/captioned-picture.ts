import { escapeHtml } from 'shared/report';
import type { CaptionedPicture } from '../experiment/picture.ts';

/** A small picture on white, as it is, beside what was said of it and what is right. */
export function captionedPictureHtml(picture: CaptionedPicture): string {
  const { rows, title, caption, references } = picture;
  const size = `${rows[0]!.length / 3} ${rows.length}`;
  const paths = [...runsByColor(rows)].map(
    ([color, runs]) => `<path fill="#${color}" d="${runs.join('')}"/>`,
  );
  const right = references.map((each) => `<small>right: ${escapeHtml(each)}</small>`).join('');
  return `<div class="captioned-picture"><svg viewBox="0 0 ${size}" role="img" aria-label="${escapeHtml(title)}" shape-rendering="crispEdges">${paths.join('')}</svg><p>${escapeHtml(caption)}${right}</p></div>`;
}

/** The same in words. */
export function captionedPictureText({ caption, references }: CaptionedPicture): string {
  return `said "${caption}"; right is ${references.map((each) => `"${each}"`).join(' or ')}`;
}

/** Pixels of one color that are side by side, as parts of an SVG path. The white that pictures are on is left out. */
function runsByColor(rows: readonly string[]): Map<string, string[]> {
  const runs = new Map<string, string[]>();
  rows.forEach((row, y) => {
    const colors = row.match(/.{3}/g) ?? [];
    let start = 0;
    for (let x = 1; x <= colors.length; x++) {
      if (x < colors.length && colors[x] === colors[start]) continue;
      const color = colors[start]!;
      if (color !== 'fff') {
        const length = x - start;
        runs.set(color, [...(runs.get(color) ?? []), `M${start} ${y}h${length}v1h-${length}z`]);
      }
      start = x;
    }
  });
  return runs;
}
