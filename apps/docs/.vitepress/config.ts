import { type DefaultTheme, defineConfig, type UserConfig } from 'vitepress';
import { site } from '../src/folders.ts';
import { sidebar } from '../src/sidebar.ts';

const config: UserConfig<DefaultTheme.Config> = defineConfig({
  title: 'Unsaturate',
  description: 'Recurrent networks in JavaScript that keep learning when their units saturate',
  lang: 'en',
  srcDir: 'pages',
  srcExclude: ['generated/parts/**', 'generated/api/index.md'],
  outDir: site,
  cacheDir: 'node_modules/.vitepress',
  rewrites: (path) => path.replace(/^generated\//, ''),
  lastUpdated: false,
  markdown: { math: true },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/', activeMatch: '^/start/' },
      { text: 'Mathematics', link: '/mathematics' },
      { text: 'Compiler', link: '/compiler' },
      { text: 'API', link: '/api/@unsaturate/core', activeMatch: '^/api/' },
      { text: 'Results', link: '/paper', activeMatch: '^/(?:paper|apps/bench)' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: 'https://github.com/unsaturate/unsaturate' }],
    footer: { message: 'MIT licence' },
  },
});

export default config;
