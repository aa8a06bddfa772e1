import { parseArgs } from 'node:util';
import { templates } from './templates.ts';
import { UsageError } from './usage-error.ts';

/** What stands on the command line. */
export interface Arguments {
  readonly folder: string | undefined;
  readonly template: string | undefined;
  readonly force: boolean;
  readonly help: boolean;
}

const options = {
  template: { type: 'string', short: 't' },
  force: { type: 'boolean', short: 'f', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const nameWidth = Math.max(...templates.map(({ name }) => name.length));

/** What `--help` prints. */
export const help: string = `Starts a project with Unsaturate: recurrent networks with noisy activations, on TensorFlow.js.

  npm create unsaturate [FOLDER] -- [--template NAME] [--force]

Asks for what is not given when it runs in a terminal.

Templates:
${templates.map(({ name, description }) => `  ${name.padEnd(nameWidth)}  ${description}`).join('\n')}

  -t, --template NAME  what to start from
  -f, --force          write into a folder that is not empty; files of the same names are replaced, others stay
  -h, --help           print this
`;

/**
 * Reads the command line.
 *
 * @throws {@link UsageError} for an unknown flag or template, and for more than one folder.
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (positionals.length > 1) {
    throw new UsageError(
      `One folder is made at a time, not ${positionals.length}: ${positionals.join(', ')}.`,
    );
  }
  if (values.template !== undefined) checkTemplate(values.template);
  return { folder: positionals[0], template: values.template, force: values.force, help: values.help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [problem] = (error as Error).message.split('. ');
    throw new UsageError(`${problem}. The flags are --template NAME, --force and --help.`, { cause: error });
  }
}

function checkTemplate(template: string): void {
  const names = templates.map(({ name }) => name);
  if (names.includes(template)) return;
  throw new UsageError(`There is no template "${template}". There are ${names.join(', ')}.`);
}
