import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = '/usr/lib/chromium';
const driver = join(folder, 'vk_swiftshader_icd.json');
const isRequired = process.env['CI'] === 'true' || process.env['UNSATURATE_REQUIRE_BROWSER'] === '1';

/** Whether there is a software GPU for Node, or has to be one. */
export const hasDriver: boolean = existsSync(driver) || isRequired;
if (!hasDriver) console.log(`There is no ${driver}: nothing was run by WebGPU in Node.`);

/** The environment in which Node finds it. */
export const driverEnvironment: Readonly<Record<string, string>> = {
  VK_ICD_FILENAMES: driver,
  LD_LIBRARY_PATH: folder,
};

/** Runs a program in a Node of its own, with the environment given and no other way to a driver. */
export function runInNode(
  program: URL,
  environment: Readonly<Record<string, string>>,
): { stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--conditions=@unsaturate/source', fileURLToPath(program)], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
}
