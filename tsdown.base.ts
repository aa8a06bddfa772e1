import type { UserConfig } from 'tsdown';

/** One build for every package: ESM files that mirror the sources, declarations, an `exports` map, and package lint. */
export const packageConfig = (entry: Record<string, string>): UserConfig => ({
  entry,
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  unbundle: true,
  dts: { oxc: {} },
  tsconfig: '../../tsconfig.json',
  sourcemap: true,
  clean: true,
  fixedExtension: false,
  exports: { devExports: '@unsaturate/source' },
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error' },
});
