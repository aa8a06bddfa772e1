import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Where what is built on the way is kept: libraries are found from here, and nobody looks here. */
export const cacheFolder: string = fileURLToPath(new URL('../node_modules/.cache/bench', import.meta.url));

/** Program and arguments by which a Node runs a worker; one that cannot read TypeScript gets it bundled. */
export async function nodeCommand(node: string, worker: URL): Promise<readonly [string, ...string[]]> {
  const file = fileURLToPath(worker);
  if (readsTypeScript(node)) return [node, '--conditions=@unsaturate/source', file];
  return [node, await bundled(file)];
}

function readsTypeScript(node: string): boolean {
  const answer = execFileSync(node, ['--print', 'Boolean(process.features.typescript)'], {
    encoding: 'utf8',
  });
  return answer.trim() === 'true';
}

const bundles = new Map<string, Promise<string>>();

async function bundled(file: string): Promise<string> {
  const bundle = bundles.get(file) ?? bundleWorker(file);
  bundles.set(file, bundle);
  return bundle;
}

/** Puts a worker with all packages of this repository into one file; other libraries stay outside. */
export async function bundleWorker(file: string): Promise<string> {
  const folder = join(cacheFolder, basename(dirname(file)));
  const name = `${basename(file, '.ts')}.mjs`;
  await mkdir(folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    root: dirname(file),
    resolve: { conditions: ['@unsaturate/source'] },
    ssr: {
      resolve: { conditions: ['@unsaturate/source', 'module', 'node'] },
      noExternal: [/^@unsaturate\//],
    },
    build: {
      ssr: file,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  });
  return join(folder, name);
}
