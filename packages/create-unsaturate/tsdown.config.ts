import type { UserConfig } from 'tsdown';
import { fillTemplates } from './build/fill-templates.ts';

const config: UserConfig = {
  entry: { main: 'src/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'es2023',
  dts: false,
  tsconfig: '../../tsconfig.json',
  clean: true,
  fixedExtension: false,
  publint: { strict: true },
  hooks: { 'build:done': () => fillTemplates('dist/templates') },
};

export default config;
