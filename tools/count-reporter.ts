import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/**
 * Closes a run with one line that any script can read: `N passed, N failed`, and `, N skipped` if there are any.
 *
 * What fails outside a test counts as failed too: a file that does not load, a hook of a suite, an error nobody
 * caught. A run without a single result has failed, whatever the reason.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;

    const passed = count('passed');
    const skipped = count('skipped') + count('pending');
    const broken = groups.filter((group) => group.errors().length > 0).length;
    const found = count('failed') + broken + errors.length;
    const failed = found === 0 && (passed === 0 || reason !== 'passed') ? 1 : found;
    if (failed > 0) process.exitCode ||= 1;
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}
