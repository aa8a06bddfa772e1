import type { Reporter, TestSpecification } from 'vitest/node';
import { root, runProgram } from './packaging/run-program.ts';

/**
 * Builds every package before a run that packs them. Test files run side by side, and of two that build, one would delete
 * what the other packs; after this they find everything built.
 */
export default class BuildReporter implements Reporter {
  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    if (!specifications.some(({ moduleId }) => /\/tools\/(?:packaging|create)\//.test(moduleId))) return;
    await runProgram(root, 'turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only']);
  }
}
