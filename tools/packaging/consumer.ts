import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from './public-packages.ts';
import { root, runProgram } from './run-program.ts';

/**
 * Makes an empty npm project in `folder` with the tarballs and TensorFlow.js, all backends for pages included. The overrides say
 * the same as the dependencies to what the tarballs ask for, so that none of them comes from the registry.
 */
export async function installConsumer(folder: string, tarballs: ReadonlyMap<string, string>): Promise<void> {
  const { version } = readManifest(join(root, 'node_modules/@tensorflow/tfjs'));
  const parts = ['tfjs', 'tfjs-core', 'tfjs-layers', 'tfjs-backend-wasm', 'tfjs-backend-webgpu'];
  const tensorflow = parts.map((name) => [`@tensorflow/${name}`, version]);
  const ours = [...tarballs].map(([name, path]) => [name, `file:${path}`]);
  const manifest = {
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries([...tensorflow, ...ours]) as Record<string, string>,
    overrides: Object.fromEntries([...tarballs.keys()].map((name) => [name, `$${name}`])) as Record<
      string,
      string
    >,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await runProgram(folder, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline']);
}
