import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@unsaturate/source', 'module', 'node', 'development|production'];

const config: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions } },
  resolve: { conditions },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
    setupFiles: ['tools/test-setup.ts'],
    reporters: ['default', './tools/build-reporter.ts', './tools/count-reporter.ts'],
    maxWorkers: Math.max(2, availableParallelism() - 1), // many wait for a browser or for npm
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each test file would print TensorFlow.js's advice to install its Node backend.
    onConsoleLog: (log) => !log.includes('Hi, looks like you are running TensorFlow.js in Node.js'),
  },
});

export default config;
