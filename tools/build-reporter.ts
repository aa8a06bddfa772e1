import type { Reporter, TestSpecification } from 'vitest/node';
import { root, runProgram } from './packaging/run-program.ts';

/** What has to be built before tests of it, by the files of these. */
const needs = [
  { tests: /\/tools\/(?:packaging|create)\//, filter: './packages/*' },
  { tests: /\/apps\/docs\/src\/site\.test\.ts$/, filter: 'docs' },
];

/**
 * Builds what the tests of a run need, before it begins. Test files run side by side: of two that build, one would
 * replace what the other reads.
 */
export default class BuildReporter implements Reporter {
  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    const filters = needs
      .filter(({ tests }) => specifications.some(({ moduleId }) => tests.test(moduleId)))
      .map(({ filter }) => `--filter=${filter}`);
    if (filters.length === 0) return;
    await runProgram(root, 'turbo', ['run', 'build', ...filters, '--output-logs=errors-only']);
  }
}
