import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/** A project to write. */
export interface Project {
  /** The template's folder. */
  readonly from: string;
  readonly folder: string;
  /** Name of its package. */
  readonly name: string;
  /** Whether the folder may hold something. */
  readonly force: boolean;
}

/**
 * Writes a project: the files of the template, with its name where they say `PROJECT_NAME`, and names that begin with
 * `_` in the place of what npm does not pack as it is (`_package.json`, `_gitignore`).
 *
 * It is written beside its place and then moved there, so that a failure leaves nothing half-written.
 *
 * @throws {@link UsageError} as {@link checkFolder}, and if a folder is where a file must be or a file where a folder must be.
 */
export function writeProject({ from, folder, name, force }: Project): void {
  checkFolder(folder, force);
  const target = resolve(folder);
  const there = entriesOf(target);
  const paths = filesOf(from);
  for (const path of paths) checkPlace(target, publishedName(path));
  const parent = there === undefined ? dirname(target) : target;
  mkdirSync(parent, { recursive: true });
  const draft = join(parent, `.${basename(target)}-${randomUUID()}`);
  mkdirSync(draft);
  try {
    for (const path of paths) {
      const text = readFileSync(join(from, path), 'utf8').replaceAll('PROJECT_NAME', name);
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, publishedName(path)), text);
    }
    if (there === undefined) renameSync(draft, target);
    else paths.map(publishedName).forEach((path) => moveInto(target, draft, path));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Checks that a project may be written to a folder.
 *
 * @throws {@link UsageError} if there is a file in its place, or it is not empty and not forced.
 */
export function checkFolder(folder: string, force: boolean): void {
  const there = entriesOf(resolve(folder)) ?? [];
  if (there.length > 0 && !force) throw new UsageError(notEmpty(folder, there));
}

/** Checks that a file can come to its place, so that none is moved unless all can be. */
function checkPlace(target: string, path: string): void {
  if (kindOf(join(target, path)) === 'folder') {
    throw new UsageError(
      `${join(target, path)} is a folder, where a file must be. Rename it or choose another folder.`,
    );
  }
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    if (kindOf(join(target, parent)) !== 'file') continue;
    throw new UsageError(
      `${join(target, parent)} is a file, where a folder must be. Rename it or choose another folder.`,
    );
  }
}

function kindOf(path: string): 'folder' | 'file' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && (stats.isDirectory() ? 'folder' : 'file');
}

/** Names in a folder; undefined if it does not exist. */
function entriesOf(folder: string): string[] | undefined {
  const kind = kindOf(folder);
  if (kind === undefined) return undefined;
  if (kind === 'file') throw new UsageError(`${folder} is a file. Choose another name for the folder.`);
  return readdirSync(folder);
}

function notEmpty(folder: string, there: readonly string[]): string {
  const [first, ...others] = there.toSorted();
  const what = others.length === 0 ? first : `${first} and ${others.length} more`;
  return (
    `The folder "${folder}" is not empty: it holds ${what}. Choose another one, or give --force: ` +
    'files of the same names are replaced, others stay.'
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function publishedName(path: string): string {
  const names: Readonly<Record<string, string>> = {
    '_package.json': 'package.json',
    _gitignore: '.gitignore',
  };
  return join(dirname(path), names[basename(path)] ?? basename(path));
}

function moveInto(target: string, draft: string, path: string): void {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  renameSync(join(draft, path), join(target, path));
}
