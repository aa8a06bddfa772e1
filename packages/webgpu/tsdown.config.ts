import type { UserConfig } from 'tsdown';
import { packageConfig } from '../../tsdown.base.ts';

const config: UserConfig = packageConfig({ index: 'src/index.ts', node: 'src/node/index.ts' });

export default config;
