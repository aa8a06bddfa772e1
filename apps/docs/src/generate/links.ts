import { posix } from 'node:path';
import { onGitHub } from '../repository.ts';
import { outsideCode } from './outside-code.ts';

/**
 * Markdown of a file of the repository as a page of the site: a relative link to a file that has a page leads to that
 * page, one to any other file to GitHub.
 *
 * @param path - Of the file, from the root of the repository.
 * @param pages - The page of each file or folder that has one, by its path from the root.
 */
export function relink(markdown: string, path: string, pages: ReadonlyMap<string, string>): string {
  return outsideCode(markdown, (text) =>
    text.replaceAll(/\]\((?!\w+:|#|\/)([^)#\s]+)(#[^)\s]*)?\)/g, (_, target: string, hash = '') => {
      const file = posix.normalize(posix.join(posix.dirname(path), target)).replace(/\/$/, '');
      return `](${pages.get(file) ?? `${onGitHub}/${file}`}${hash})`;
    }),
  );
}
