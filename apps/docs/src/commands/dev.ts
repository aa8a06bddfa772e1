import { command } from 'shared/command-line';
import { createServer } from 'vitepress';
import { docs } from '../folders.ts';
import { generate } from '../generate/generate.ts';

export const devCommand = command({
  name: 'docs dev',
  description:
    'Show the site while it is being written; what is made from the repository is made once, at the start.',
  args: {},
  async run() {
    await generate();
    const server = await createServer(docs);
    await server.listen();
    server.printUrls();
    return 0;
  },
});
