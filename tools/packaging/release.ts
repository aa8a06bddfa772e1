import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PublicPackage } from './public-packages.ts';
import { root, runProgram } from './run-program.ts';

/** What `changeset status` says will be released. */
export interface Release {
  readonly name: string;
  readonly type: 'major' | 'minor' | 'patch' | 'none';
  readonly oldVersion: string;
  readonly newVersion: string;
}

/**
 * Copies the repository as it stands, built packages included, to `folder`, as a git repository of its own on the branch main,
 * where a release can be tried out.
 */
export async function copyRepository(folder: string, packages: readonly PublicPackage[]): Promise<void> {
  const { stdout } = await runProgram(root, 'git', [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  for (const file of stdout.split('\n').filter((each) => each !== '' && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  // `changeset version` formats by `pnpm exec`, before which pnpm would install everything.
  appendFileSync(join(folder, 'pnpm-workspace.yaml'), '\nverifyDepsBeforeRun: false\n');
  const git = ['-c', 'user.name=release', '-c', 'user.email=release@localhost'];
  await runProgram(folder, 'git', ['init', '--quiet', '--initial-branch=main']);
  await runProgram(folder, 'git', ['add', '--all']);
  await runProgram(folder, 'git', [...git, 'commit', '--quiet', '--message=state']);
  // Writes changelogs. The folder that holds the link is the copy's own: what is linked as a whole would be written to.
  mkdirSync(join(folder, 'node_modules/@changesets'), { recursive: true });
  symlinkSync(
    realpathSync(join(root, 'node_modules/@changesets/cli')),
    join(folder, 'node_modules/@changesets/cli'),
  );
  for (const each of packages) {
    const copy = join(folder, 'packages', basename(each.folder));
    if (existsSync(join(each.folder, 'dist'))) {
      cpSync(join(each.folder, 'dist'), join(copy, 'dist'), { recursive: true });
    }
    // pnpm reads the versions of workspace packages from what is installed.
    mkdirSync(join(copy, 'node_modules/@unsaturate'), { recursive: true });
    for (const other of packages.filter(({ name }) => name.startsWith('@unsaturate/'))) {
      symlinkSync(join(folder, 'packages', basename(other.folder)), join(copy, 'node_modules', other.name));
    }
  }
}

/** What would be released from `folder` by its changesets. */
export async function plannedReleases(folder: string): Promise<Release[]> {
  await runProgram(folder, 'changeset', ['status', '--output=status.json']);
  const status = JSON.parse(readFileSync(join(folder, 'status.json'), 'utf8')) as { releases: Release[] };
  return status.releases;
}
