import { command } from 'shared/command-line';
import { experiments } from '../experiments/index.ts';

export const listCommand = command({
  name: 'paper list',
  description: 'List the experiments and their arms.',
  args: {},
  run() {
    for (const { name, title, source, arms } of experiments) {
      console.log(`${name}: ${title} (${source})`);
      const width = Math.max(...arms.map((arm) => arm.name.length));
      for (const arm of arms) console.log(`  ${arm.name.padEnd(width)}  ${arm.description}`);
    }
    return Promise.resolve(0);
  },
});
