import { InvalidArgumentError } from '@unsaturate/core';
import { command } from 'shared/command-line';
import { build } from 'vitepress';
import { docs, usualBase } from '../folders.ts';
import { generate } from '../generate/generate.ts';

export const buildCommand = command({
  name: 'docs build',
  description: 'Build the site into apps/docs/dist.',
  args: {
    base: {
      type: 'string',
      description: `Path below which the site will be served (default ${usualBase})`,
    },
  },
  async run({ base = usualBase }) {
    if (!/^\/(?:.*\/)?$/.test(base)) {
      throw new InvalidArgumentError({
        where: 'docs build',
        argument: '--base',
        value: base,
        rule: 'begin and end with a slash, as in /unsaturate/',
      });
    }
    await generate();
    await build(docs, { base });
    return 0;
  },
});
