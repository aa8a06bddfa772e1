import { escapeHtml } from 'shared/report';
import type { HeatMap } from '../experiment/picture.ts';

/** Shares below it are not drawn. */
const least = 0.02;

/** A heat map as an SVG in the colors of the page: the darker a cell, the larger its share. */
export function heatMapSvg({ title, across, down, rows }: HeatMap): string {
  const width = rows[0]?.length ?? 0;
  const height = rows.length;
  const cells = rows.flatMap((row, y) =>
    row.flatMap((share, x) =>
      share < least
        ? []
        : [`<rect x="${x}" y="${y}" width="1" height="1" fill-opacity="${Math.min(share, 1).toFixed(2)}"/>`],
    ),
  );
  const label = `${title}: ${height} rows (${down}) of ${width} columns (${across})`;
  return `<div class="heat-map"><span class="down">${escapeHtml(down)}</span><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(label)}" shape-rendering="crispEdges">${cells.join('')}</svg><span class="across">${escapeHtml(across)}</span></div>`;
}
