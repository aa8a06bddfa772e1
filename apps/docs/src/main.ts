import { defineCommand, runMain } from 'citty';
import { buildCommand } from './commands/build.ts';
import { devCommand } from './commands/dev.ts';

await runMain(
  defineCommand({
    meta: { name: 'npm run docs --', description: 'The documentation site.' },
    default: 'dev',
    subCommands: { dev: devCommand, build: buildCommand },
  }),
);
