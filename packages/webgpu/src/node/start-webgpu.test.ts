import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = '/usr/lib/chromium';
const driver = join(folder, 'vk_swiftshader_icd.json');
const isRequired = process.env['CI'] === 'true' || process.env['UNSATURATE_REQUIRE_BROWSER'] === '1';
const hasDriver = existsSync(driver) || isRequired;
if (!hasDriver) console.log(`There is no ${driver}: nothing was run by WebGPU in Node.`);

/** Runs a program in a Node of its own, with the environment given and no other way to a driver. */
function run(environment: Readonly<Record<string, string>>): { stdout: string; stderr: string } {
  const program = fileURLToPath(new URL('../testing/node-program.ts', import.meta.url));
  return spawnSync(process.execPath, ['--conditions=@unsaturate/source', program], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
}

describe('startWebgpu', () => {
  it.skipIf(!hasDriver)('makes WebGPU the backend, on which scans are compiled', () => {
    const { stdout, stderr } = run({ VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: folder });
    expect(stderr).not.toContain('Error');
    expect(Number(stdout.trim().split('\n').at(-1))).toBeLessThan(1e-5);
  });

  it('says what is missing', () => {
    const { stderr } = run({ VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' });
    expect(stderr).toMatch(/NoGpuError: startWebgpu: (there is no GPU adapter|the npm package webgpu)/);
  });
});
