import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { hasBrowser, runInChromium, runInNode } from './testing/everywhere/run.ts';
import type { Findings } from './testing/everywhere/suite.ts';

/** The Node that the user has, where the tests were started by npm; they themselves run in the pinned one. */
const node = process.env['npm_node_execpath'] ?? process.execPath;
const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
const patience = 180_000;
const scans = Number(process.env['UNSATURATE_EVERYWHERE_SCANS'] ?? 25);

if (!hasBrowser) console.log('There is no /usr/bin/chromium: nothing was compiled there.');

function expectAgreement({ threads, disagreements, leftOut, scans: count }: Findings): void {
  expect(disagreements).toEqual([]);
  expect(threads).toEqual([1, 2, 3]);
  expect(count).toBe(2 * scans);
  expect(leftOut).toBeLessThan(count / 10);
}

it(
  `compiled scans are the eager ones in Node ${version}, with one, two and three threads`,
  async () => expectAgreement(await runInNode(node, scans)),
  patience,
);

it.skipIf(!hasBrowser)(
  'compiled scans are the eager ones in Chromium, with one, two and three threads',
  async () => expectAgreement(await runInChromium(scans)),
  patience,
);
