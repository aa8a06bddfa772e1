import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { escapeHtml } from 'shared/report';

/**
 * A graph of Graphviz as an SVG that stands in a page: without colors, which the page gives by class, and as wide as its
 * text needs.
 *
 * @param label - What is to be seen, for who cannot see it.
 */
export async function drawDot(dot: string, label: string): Promise<string> {
  const graphviz = await Graphviz.load();
  const svg = graphviz.dot(dot);
  const [, width] = /<svg width="(\d+)pt"/.exec(svg)!;
  const titles: string[] = [];
  return (
    svg
      .slice(svg.indexOf('<svg'))
      .replace(
        /<svg width="\d+pt" height="\d+pt"/,
        `<svg role="img" aria-label="${escapeHtml(label)}" style="width:${width}px"`,
      )
      .replaceAll(/<title>.*?<\/title>|<!--.*?-->/gs, '')
      .replaceAll(/ (?:fill|stroke|font-family|font-size|xml:space|xmlns:xlink)="[^"]*"/g, '')
      .replaceAll(
        /(class="cluster[^>]*>\s*<polygon[^>]*>)\s*(<text.*?<\/text>)/gs,
        (_, box: string, title: string) => {
          titles.push(title.replace('<text', '<text class="title"'));
          return box;
        },
      )
      // Titles of boxes last, so that no line crosses them.
      .replace(/<\/g>\s*<\/svg>/, () => `${titles.join('')}</g></svg>`)
      .replaceAll(/\n+/g, '')
  );
}
