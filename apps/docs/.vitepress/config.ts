import { type DefaultTheme, defineConfig, type UserConfig } from 'vitepress';
import { site } from '../src/folders.ts';
import { sidebar } from '../src/sidebar.ts';

/** A unit that saturates. */
const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 25H10L22 7H30" fill="none" stroke="#5b7cfa" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  );

const config: UserConfig<DefaultTheme.Config> = defineConfig({
  title: 'Unsaturate',
  description: 'Recurrent networks in JavaScript that keep learning when their units saturate',
  lang: 'en',
  srcDir: 'pages',
  srcExclude: ['generated/parts/**', 'generated/api/index.md'],
  outDir: site,
  cacheDir: 'node_modules/.vitepress',
  rewrites: (path) => path.replace(/^generated\//, ''),
  head: [['link', { rel: 'icon', href: icon }]],
  markdown: {
    math: true,
    // The usual themes have too little contrast.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      // Indented code, as docstrings have it for formulas, looks and scrolls like code between fences.
      md.renderer.rules.code_block = (tokens, index, ...rest) => {
        tokens[index]!.info = 'text';
        return md.renderer.rules.fence!(tokens, index, ...rest);
      };
    },
  },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/', activeMatch: '^/start/' },
      { text: 'Mathematics', link: '/mathematics' },
      { text: 'Compiler', link: '/compiler' },
      { text: 'Packages', link: '/packages/cells', activeMatch: '^/packages/' },
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
