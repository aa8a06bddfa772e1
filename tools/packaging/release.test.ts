import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack, publicPackages, readManifest } from './public-packages.ts';
import { copyRepository, plannedReleases, type Release } from './release.ts';
import { root, runProgram } from './run-program.ts';

const minutes = 60_000;
const packages = publicPackages();
/** Packages that the changesets in the repository name. */
const named = new Set(
  globSync('.changeset/*.md', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^'(\S+)': (?:major|minor|patch)$/gm)].map(
      ([, name]) => name!,
    ),
  ),
);

/** A copy of the repository in which all changesets are turned into versions. */
let copy: string;
let releases: Map<string, Release>;
let tarballs: Map<string, string>;
const folderOf = (folder: string): string => join(copy, 'packages', basename(folder));

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'unsaturate-release-'));
  await copyRepository(copy, packages);
  releases = new Map((await plannedReleases(copy)).map((each) => [each.name, each]));
  await runProgram(copy, 'changeset', ['version']);
  const inCopy = packages.map(({ name, folder }) => ({ name, folder: folderOf(folder) }));
  tarballs = await pack(inCopy, copy);
}, 5 * minutes);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('every changeset names published packages, which it releases', () => {
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining([...named]));
  for (const name of named) expect(releases.get(name)!.type).not.toBe('none');
  expect(globSync('.changeset/*.md', { cwd: copy })).toEqual([]);
});

describe.each(packages)('the release of $name', ({ name, folder }) => {
  it('has the planned version, and says in its changelog what is new', () => {
    const { oldVersion, newVersion } = releases.get(name) ?? readVersions(folder);
    expect(readManifest(folderOf(folder)).version).toBe(newVersion);
    if (!named.has(name)) return;
    expect(newVersion).not.toBe(oldVersion);
    expect(readFileSync(join(folderOf(folder), 'CHANGELOG.md'), 'utf8')).toMatch(
      new RegExp(`^# ${name}\\n\\n## ${newVersion.replaceAll('.', String.raw`\.`)}\\n`),
    );
  });

  it('is packed with that version, and asks for the new versions of the others', async () => {
    const packed = await unpackedManifest(tarballs.get(name)!, join(copy, 'unpacked', basename(folder)));
    expect(packed.version).toBe(readManifest(folderOf(folder)).version);
    const ours = Object.entries(packed.dependencies ?? {}).filter(([other]) =>
      other.startsWith('@unsaturate/'),
    );
    const expected = ours.map(([other]) => {
      const { folder } = packages.find((each) => each.name === other)!;
      return [other, `^${readManifest(folderOf(folder)).version}`];
    });
    expect(ours).toEqual(expected);
  });
});

/** Of a package that is not released. */
function readVersions(folder: string): Pick<Release, 'oldVersion' | 'newVersion'> {
  const { version } = readManifest(folder);
  return { oldVersion: version, newVersion: version };
}

async function unpackedManifest(tarball: string, to: string): Promise<ReturnType<typeof readManifest>> {
  mkdirSync(to, { recursive: true });
  await runProgram(to, 'tar', ['-xzf', tarball, 'package/package.json']);
  return readManifest(join(to, 'package'));
}
