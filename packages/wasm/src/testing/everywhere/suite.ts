import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { randomScans } from '../../../../scan/src/testing/random-cells.ts';
import type { ScanCase } from '../../../../scan/src/testing/scan-case.ts';
import { ready } from '../../index.ts';
import { disagreements, isNearKink, runWith } from '../compare-engines.ts';
import { caseOf, choices } from '../random-scans.ts';

/** What the suite found. */
export interface Findings {
  /** Numbers of threads that ran. */
  readonly threads: readonly number[];
  readonly scans: number;
  /** Scans in which rounding decides on which side of a kink a value is. */
  readonly leftOut: number;
  /** What compiled and eager scans disagree about, and compiled ones with different threads. */
  readonly disagreements: readonly string[];
}

/**
 * Random scans of all cells and of random cells, compiled and eager, with one, two and three threads: what the tests of
 * this package do in the Node they run in, for every other place.
 */
export async function runSuite(scans: number): Promise<Findings> {
  await tf.setBackend('cpu');
  const makers: (() => ScanCase)[] = [
    ...fc.sample(choices, { seed: 11, numRuns: scans }).map((choice) => () => caseOf(choice)),
    ...fc.sample(randomScans, { seed: 12, numRuns: scans }),
  ];
  const found: string[] = [];
  const running: number[] = [];
  const alone = new Map<number, string>();
  let leftOut = 0;
  for (const threads of [1, 2, 3]) {
    running.push((await ready({ threads })).threads);
    for (const [i, make] of makers.entries()) {
      tf.tidy(() => {
        const each = make();
        const numbers = JSON.stringify(runWith('compiled', each), plainNumbers);
        if (threads > 1) {
          if (numbers !== alone.get(i)) found.push(`scan ${i}: ${threads} threads give other numbers`);
          return;
        }
        alone.set(i, numbers);
        if (isNearKink(each)) leftOut++;
        else found.push(...disagreements(each).map((line) => `scan ${i}: ${line}`));
      });
    }
  }
  await ready({ threads: 1 });
  return { threads: running, scans: makers.length, leftOut, disagreements: found };
}

/** Every bit of a number counts, also of those that JSON does not know. */
function plainNumbers(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array)
    return [...value].map((each) => (Object.is(each, -0) ? '-0' : String(each)));
  return value;
}
