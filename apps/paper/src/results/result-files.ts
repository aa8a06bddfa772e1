import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UnsaturateError } from '@unsaturate/core';
import type { PresetName } from '../experiment/experiment.ts';
import { type Folders, resultPath } from '../runner/run-id.ts';
import type { RunResult } from './result.ts';

/** A results file does not hold a result. */
export class ResultFileError extends UnsaturateError {
  readonly path: string;

  constructor(path: string, problem: string) {
    super('ResultFileError', `${path} is no results file: ${problem}. Remove it and make the run again.`);
    this.path = path;
  }
}

/** Writes the results file of a run, whole or not at all. */
export async function writeResult(folders: Folders, result: RunResult): Promise<string> {
  const path = resultPath(folders, result);
  await writeWhole(path, `${JSON.stringify(result, null, 1).replaceAll(/\[[-+\s\d.,eunl]*\]/g, oneLine)}\n`);
  return path;
}

/** Replaces a file so that either the old or the new one is there; makes its folder. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

/**
 * The results of an experiment at a preset, by arm and seed.
 *
 * @throws {@link ResultFileError} for a file that is none.
 */
export function readResults(folders: Folders, experiment: string, preset: PresetName): RunResult[] {
  const folder = join(folders.results, experiment, preset);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readResult(join(folder, name)))
    .toSorted((a, b) => a.seed - b.seed);
}

function readResult(path: string): RunResult {
  try {
    const result = JSON.parse(readFileSync(path, 'utf8')) as Partial<RunResult>;
    const lacking = (['experiment', 'arm', 'seed', 'metrics', 'curve', 'made'] as const).filter(
      (key) => result[key] === undefined,
    );
    if (lacking.length > 0) throw new TypeError(`it lacks ${lacking.join(', ')}`);
    return result as RunResult;
  } catch (error) {
    throw new ResultFileError(path, (error as Error).message);
  }
}

/** Arrays of numbers stand in one line each, so that a file can be read. */
function oneLine(array: string): string {
  return array.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']');
}
