import { join } from 'node:path';
import { publicPackages, readManifest } from '../../../tools/packaging/public-packages.ts';

/** Where files of the repository can be read by people. */
export const onGitHub = 'https://github.com/unsaturate/unsaturate/blob/main';

/** Something that a user imports. */
export interface PackageEntry {
  /** For example `@unsaturate/cells/layers`. */
  readonly path: string;
  /** Its source, an absolute path. */
  readonly source: string;
}

/** Every entry of every published package, in the order of the alphabet. */
export function packageEntries(): PackageEntry[] {
  return publicPackages().flatMap(({ name, folder }) =>
    Object.entries(readManifest(folder).exports as Exports).flatMap(
      ([path, { '@unsaturate/source': source }]) =>
        source === undefined ? [] : [{ path: name + path.slice(1), source: join(folder, source) }],
    ),
  );
}

type Exports = Readonly<Record<string, { readonly '@unsaturate/source'?: string }>>;
