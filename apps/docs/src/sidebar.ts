import type { DefaultTheme } from 'vitepress';
import { apiPage } from './generate/api-page.ts';
import { type RepositoryPage, repositoryPages } from './generate/repository-pages.ts';
import { packageEntries } from './repository.ts';

/** What the side of a page lists, by the beginning of its path. */
export function sidebar(): DefaultTheme.SidebarMulti {
  const { packages, apps, decisions } = repositoryPages();
  const reference = [
    { text: 'API', items: packageEntries().map(({ path }) => ({ text: path, link: apiPage(path) })) },
    { text: 'Packages', items: packages.map(item) },
  ];
  return {
    '/api/': reference,
    '/packages/': reference,
    '/': [
      {
        text: 'Start',
        items: [
          { text: 'Which part do you need?', link: '/start/' },
          { text: 'A tf.layers model', link: '/start/layers' },
          { text: 'A training of your own', link: '/start/training' },
          { text: 'From a template', link: '/start/template' },
          { text: 'A cell of your own', link: '/start/cell' },
          { text: 'The activations alone', link: '/start/activations' },
        ],
      },
      {
        text: 'How it works',
        items: [
          { text: 'Mathematics', link: '/mathematics' },
          { text: 'Compiler', link: '/compiler' },
        ],
      },
      {
        text: 'Results',
        items: [
          { text: 'The experiments again', link: '/paper' },
          { text: 'Speed beside its peers', link: '/apps/bench' },
        ],
      },
      {
        text: 'Commands',
        items: apps.filter(({ page }) => page !== '/apps/bench').map(item),
      },
      { text: 'Decisions', items: decisions.map(item) },
    ],
  };
}

function item({ title, page }: RepositoryPage): DefaultTheme.SidebarItem {
  return { text: title, link: page };
}
