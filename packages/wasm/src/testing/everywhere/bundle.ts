import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

/** What begins the suite in each place. */
const entries: Readonly<Record<'node' | 'browser', string>> = {
  node: join(import.meta.dirname, 'program.ts'),
  browser: join(import.meta.dirname, 'page.ts'),
};

/** The suite and all that it imports, as one file. */
export async function bundle(place: 'node' | 'browser'): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@unsaturate/source', 'module', place, 'development|production'] },
    ...(place === 'node' && {
      ssr: { noExternal: true, resolve: { conditions: ['@unsaturate/source', 'node'] } },
    }),
    build: {
      write: false,
      minify: false,
      ...(place === 'node'
        ? { ssr: entries.node, target: 'node20' }
        : { lib: { entry: entries.browser, formats: ['iife'], name: 'page' } }),
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  return output[0].code;
}
