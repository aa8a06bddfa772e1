import { runSuite } from './suite.ts';

(globalThis as { runSuite?: typeof runSuite }).runSuite = runSuite;
