import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions: ['@unsaturate/source', 'module', 'node', 'development|production'] } },
  resolve: { conditions: ['@unsaturate/source', 'module', 'node', 'development|production'] },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
    setupFiles: ['tools/test-setup.ts'],
    reporters: ['default', './tools/count-reporter.ts'],
    testTimeout: 60_000,
  },
});

export default config;
