import { cpSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const here = dirname(import.meta.dirname);
const root = dirname(dirname(here));

type Dependencies = Readonly<Record<string, string>>;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
}

const readManifest = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

/**
 * Copies the templates to `destination`, with versions where their package.json says `workspace:^` or `catalog:`: those
 * of the packages here, and those that this repository itself is built with.
 *
 * @throws Error for a package that is neither here nor in the catalog.
 */
export function fillTemplates(destination: string): void {
  cpSync(join(here, 'templates'), destination, { recursive: true });
  const versions = knownVersions();
  for (const template of readdirSync(destination)) {
    const path = join(destination, template, '_package.json');
    writeFileSync(path, `${JSON.stringify(withVersions(readManifest(path), versions), null, 2)}\n`);
  }
}

/** Versions by what a template asks for: `workspace:^ NAME` and `catalog: NAME`. */
function knownVersions(): ReadonlyMap<string, string> {
  const packages = globSync('packages/*/package.json', { cwd: root }).map((path) =>
    readManifest(join(root, path)),
  );
  const { catalog } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) as {
    readonly catalog: Dependencies;
  };
  return new Map([
    ...packages.map(({ name, version }) => [`workspace:^ ${name}`, `^${version}`] as const),
    ...Object.entries(catalog).map(([name, version]) => [`catalog: ${name}`, `^${version}`] as const),
  ]);
}

function withVersions(manifest: Manifest, versions: ReadonlyMap<string, string>): Manifest {
  const filled = (dependencies: Dependencies): Dependencies =>
    Object.fromEntries(
      Object.entries(dependencies).map(([name, asked]) => {
        if (!/^(?:workspace|catalog):/.test(asked)) return [name, asked];
        const version = versions.get(`${asked} ${name}`);
        if (version === undefined) throw new Error(`${manifest.name}: no version of ${name} for ${asked}`);
        return [name, version];
      }),
    );
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies'] as const;
  const all = kinds.flatMap((kind) => (manifest[kind] ? [[kind, filled(manifest[kind])]] : []));
  return { ...manifest, ...(Object.fromEntries(all) as Partial<Manifest>) };
}
