import { defineConfig } from 'vite';

// A page served with these headers may share memory between threads; without them it computes on one.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './', // dist/ works in any folder of any static host
  worker: { format: 'es' },
  server: { headers },
  preview: { headers },
  build: { target: 'es2023', chunkSizeWarningLimit: 2000 },
});
