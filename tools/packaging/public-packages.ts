import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, runProgram } from './run-program.ts';

/** What the tests read of a package.json, in the repository or packed. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that is published. */
export interface PublicPackage {
  readonly name: string;
  readonly folder: string;
  /** What a user imports, for example `@unsaturate/tfjs/layers`. */
  readonly imports: readonly string[];
}

/** The manifest of the package in `folder`. */
export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Every package of the repository that is published. */
export function publicPackages(): PublicPackage[] {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => ({ folder: join(root, dirname(path)), manifest: readManifest(join(root, dirname(path))) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, imports: importsOf(manifest) }));
}

function importsOf({ name, exports }: Manifest): string[] {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
}

/** Packs packages that are built, as for publishing; the tarballs by package name. */
export async function pack(
  packages: readonly Pick<PublicPackage, 'name' | 'folder'>[],
  destination: string,
): Promise<Map<string, string>> {
  const packed = packages.map(async ({ name, folder }): Promise<[string, string]> => {
    const options = ['pack', '--json', '--pack-destination', destination];
    const { stdout } = await runProgram(folder, 'pnpm', options);
    const { filename } = JSON.parse(stdout) as { filename: string };
    return [name, filename];
  });
  return new Map(await Promise.all(packed));
}
