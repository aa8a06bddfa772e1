import { outsideCode } from './outside-code.ts';

/** The report of the experiments as a page of the site, with a link to the one that has the curves. */
export function reportPage(markdown: string, withCurves: string): string {
  const link = `<a href="./${withCurves}" target="_self">The same with curves and pictures</a> is a page of its own.`;
  // What looks like a tag there is text.
  const text = outsideCode(markdown, (each) => each.replaceAll('<', '&lt;'));
  // Only experiments in the outline: what they all have would come once for each.
  return `---\noutline: 2\n---\n\n${text.replace('\n\n', `\n\n${link}\n\n`)}`;
}
