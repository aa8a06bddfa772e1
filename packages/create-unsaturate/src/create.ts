import { join } from 'node:path';
import { help, readArguments } from './arguments.ts';
import { ask, type Terminal, withoutAsking } from './ask.ts';
import { nextSteps, packageManager } from './next-steps.ts';
import { packageName } from './package-name.ts';
import { templates } from './templates.ts';
import { UsageError } from './usage-error.ts';
import { writeProject } from './write-project.ts';

/** What the program is started with. */
export interface Start {
  readonly args: readonly string[];
  /** Where somebody can be asked, if anywhere. */
  readonly terminal: Terminal | undefined;
  readonly userAgent: string | undefined;
  /** The folder of all templates. */
  readonly templatesFolder: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** Makes a project as the command line and the user say, and returns the exit code. */
export async function create({
  args,
  terminal,
  userAgent,
  templatesFolder,
  print,
  printError,
}: Start): Promise<number> {
  try {
    const given = readArguments(args);
    if (given.help) {
      print(help);
      return 0;
    }
    const choice = terminal ? await ask(given, terminal) : withoutAsking(given);
    if (choice === undefined) {
      printError('Nothing was made.');
      return 130;
    }
    const { folder, template: name } = choice;
    const template = templates.find((each) => each.name === name)!;
    writeProject({
      from: join(templatesFolder, name),
      folder,
      name: packageName(folder),
      force: given.force,
    });
    const steps = nextSteps(folder, template, packageManager(userAgent));
    print(`\nMade ${folder} from ${name}. Go on with:\n\n${steps.map((step) => `  ${step}`).join('\n')}\n`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`create-unsaturate: ${error.message}`);
      return 2;
    }
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    printError(`create-unsaturate: the project could not be written: ${message}`);
    return 1;
  }
}
