import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runMain } from 'citty';

const command = defineCommand({
  meta: { name: 'npm run paper --', description: 'The experiments of the paper, one command each.' },
  subCommands: {
    list: () => import('./commands/list.ts').then(({ listCommand }) => listCommand),
    run: () => import('./commands/run.ts').then(({ runCommand }) => runCommand),
    table: () => import('./commands/table.ts').then(({ tableCommand }) => tableCommand),
    report: () => import('./commands/report.ts').then(({ reportCommand }) => reportCommand),
  },
});

async function showUsage<Args extends ArgsDef>(
  shown: CommandDef<Args>,
  parent?: CommandDef<Args>,
): Promise<void> {
  console.log(await renderUsage(shown, parent));
}

await runMain(command, { showUsage });
