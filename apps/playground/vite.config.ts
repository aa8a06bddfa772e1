import { defineConfig, type UserConfig } from 'vite';

/** What isolates the page from other origins, so that threads may share memory. Without it, one thread computes. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  // Works from any folder of any static host.
  base: './',
  resolve: { conditions: ['@unsaturate/source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2023', chunkSizeWarningLimit: 3000 },
  worker: { format: 'es' },
  // What only workers import is found too late: the page would be loaded again in the middle of a run.
  optimizeDeps: { entries: ['index.html', 'src/**/worker*.ts', 'src/**/worker/*.ts'] },
  server: { headers },
  preview: { headers },
});

export default config;
