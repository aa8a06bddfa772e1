import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Dependencies = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Dependencies;
  readonly devDependencies: Dependencies;
}

/**
 * Makes the project in `folder` take packages from tarballs, and what it takes from npm ask for the same tarballs: so that
 * it is tried with what is not published yet.
 */
export function useTarballs(folder: string, tarballs: ReadonlyMap<string, string>): void {
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const files = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]));
  const local = (dependencies: Dependencies): Dependencies =>
    Object.fromEntries(Object.entries(dependencies).map(([name, range]) => [name, files[name] ?? range]));
  const changed = {
    ...manifest,
    dependencies: local(manifest.dependencies),
    devDependencies: local(manifest.devDependencies),
    overrides: files,
  };
  writeFileSync(path, JSON.stringify(changed, null, 2));
}
