import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { publicPackages } from '../../../../tools/packaging/public-packages.ts';
import { root } from '../../../../tools/packaging/run-program.ts';
import { relink } from './links.ts';

/** A file of the repository that is a page of the site. */
export interface RepositoryPage {
  /** From the root of the repository. */
  readonly file: string;
  /** Where it is on the site, for example `/packages/core`. */
  readonly page: string;
  /** Its first heading. */
  readonly title: string;
}

/** What there is of each kind: READMEs of packages and of apps that users run, and decisions. */
export interface RepositoryPages {
  readonly packages: readonly RepositoryPage[];
  readonly apps: readonly RepositoryPage[];
  readonly decisions: readonly RepositoryPage[];
}

/** Apps whose README is for users. */
const apps = ['language-model', 'paper', 'playground', 'bench'];

/** All files of the repository that are pages. */
export function repositoryPages(): RepositoryPages {
  const decisions = globSync('apps/docs/decisions/*.md', { cwd: root }).toSorted();
  return {
    packages: publicPackages().map(({ folder }) => {
      const name = basename(folder);
      return pageOf(`packages/${name}/README.md`, `/packages/${name}`);
    }),
    apps: apps.map((app) => pageOf(`apps/${app}/README.md`, `/apps/${app}`)),
    decisions: decisions.map((file) => pageOf(file, `/decisions/${basename(file, '.md')}`)),
  };
}

/** Markdown of all of them by their page. */
export function renderRepositoryPages(): Map<string, string> {
  const all = Object.values(repositoryPages()).flat() as RepositoryPage[];
  const targets = new Map(
    all.flatMap(
      ({ file, page }) =>
        [[file, page], ...(file.endsWith('/README.md') ? [[dirname(file), page] as const] : [])] as const,
    ),
  );
  return new Map(
    all.map(({ file, page }) => [page, relink(readFileSync(join(root, file), 'utf8'), file, targets)]),
  );
}

function pageOf(file: string, page: string): RepositoryPage {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(root, file), 'utf8'))!;
  return { file, page, title: title! };
}
