import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url));

/** Where its files can be read by people. */
export const onGitHub = 'https://github.com/unsaturate/unsaturate/blob/main';

/** A package that is published. */
export interface PublicPackage {
  /** For example `@unsaturate/cells`. */
  readonly name: string;
  /** For example `packages/cells`. */
  readonly folder: string;
  readonly entries: readonly PackageEntry[];
}

/** Something that a user imports. */
interface PackageEntry {
  /** For example `@unsaturate/cells/layers`. */
  readonly path: string;
  /** Its source, an absolute path. */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { readonly '@unsaturate/source'?: string }>>;
}

/** Every published package, in the order of the alphabet. */
export function publicPackages(): PublicPackage[] {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => ({
      folder: dirname(path),
      manifest: JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest,
    }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest: { name, exports = {} } }) => ({
      name,
      folder,
      entries: Object.entries(exports).flatMap(([path, { '@unsaturate/source': source }]) =>
        source === undefined ? [] : [{ path: name + path.slice(1), source: join(root, folder, source) }],
      ),
    }));
}
