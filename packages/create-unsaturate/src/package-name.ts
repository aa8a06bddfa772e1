import { basename, resolve } from 'node:path';
import validate from 'validate-npm-package-name';
import { UsageError } from './usage-error.ts';

/**
 * The name of the package in a folder: that of the folder.
 *
 * @throws {@link UsageError} if npm would not take it.
 */
export function packageName(folder: string): string {
  const name = basename(resolve(folder));
  const { validForNewPackages, errors = [], warnings = [] } = validate(name);
  if (validForNewPackages) return name;
  const [problem] = [...errors, ...warnings];
  throw new UsageError(
    `"${name}" cannot be the name of a package (${problem}). Choose a folder named like my-model: lower case, no spaces.`,
  );
}
