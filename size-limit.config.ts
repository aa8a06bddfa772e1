import type { SizeLimitConfig } from 'size-limit';

/**
 * What a page loads with each import: kilobytes of its bundle, with everything it needs but TensorFlow.js, minified and
 * gzipped. A limit is the measured size and a tenth more; raise it when what is new is worth it.
 */
const limits: Readonly<Record<string, number>> = {
  '@unsaturate/core': 4.5,
  '@unsaturate/schedulers': 2.5,
  '@unsaturate/schedulers/layers': 1.2,
  '@unsaturate/tfjs': 7.3,
  '@unsaturate/tfjs/layers': 6.2,
  '@unsaturate/scan': 30.7,
  '@unsaturate/cells': 5,
  '@unsaturate/cells/layers': 36.6,
  '@unsaturate/tasks': 14.2,
  '@unsaturate/tasks/node': 5.5,
  '@unsaturate/train': 44,
  '@unsaturate/train/node': 1.6,
  '@unsaturate/wasm': 51.6,
  '@unsaturate/webgpu': 41.6,
  '@unsaturate/webgpu/node': 1,
};

const config: SizeLimitConfig = Object.entries(limits).map(([name, limit]) => {
  const [, folder, entry = 'index'] = name.split('/');
  return {
    name,
    path: `packages/${folder}/dist/${entry}.js`,
    limit: `${limit} kB`,
    gzip: true,
    ignore: ['@tensorflow/*', ...(entry === 'node' ? ['node:*', 'webgpu'] : [])],
    modifyEsbuildConfig: (options) => Object.assign(options!, { format: 'esm', logLevel: 'error' }),
  };
});

export default config;
