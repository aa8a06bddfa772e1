import type { Readable, Writable } from 'node:stream';
import { isCancel, select, text } from '@clack/prompts';
import type { Arguments } from './arguments.ts';
import { packageName } from './package-name.ts';
import { templates } from './templates.ts';
import { UsageError } from './usage-error.ts';
import { checkFolder } from './write-project.ts';

/** Where somebody reads and types. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** Where a project is to be made, and from what. */
export interface Choice {
  readonly folder: string;
  readonly template: string;
}

/**
 * What the command line says, and the user where it says nothing.
 *
 * @returns Undefined if the user ends it.
 * @throws {@link UsageError} if there can be no project in the folder of the command line.
 */
export async function ask(
  { folder, template, force }: Arguments,
  terminal: Terminal,
): Promise<Choice | undefined> {
  // What is wrong with the folder is told before the next question.
  if (folder !== undefined) checkAnswer(folder, force);
  const whereto = folder ?? (await askFolder(force, terminal));
  if (whereto === undefined) return undefined;
  const what = template ?? (await askTemplate(terminal));
  return what === undefined ? undefined : { folder: whereto, template: what };
}

/**
 * What the command line says, where nobody can be asked.
 *
 * @throws {@link UsageError} if it does not say all.
 */
export function withoutAsking({ folder, template }: Arguments): Choice {
  if (folder !== undefined && template !== undefined) return { folder, template };
  const missing = [...(folder ? [] : ['a folder']), ...(template ? [] : ['--template'])].join(' and ');
  const example = `npm create unsaturate ${folder ?? initialFolder} -- --template ${template ?? templates[0]!.name}`;
  throw new UsageError(`Nobody can be asked here, and ${missing} is missing. For example: ${example}`);
}

const initialFolder = 'my-model';

function checkAnswer(folder: string, force: boolean): void {
  packageName(folder);
  checkFolder(folder, force);
}

async function askFolder(force: boolean, terminal: Terminal): Promise<string | undefined> {
  const validate = (value = ''): string | undefined => {
    try {
      checkAnswer(value || initialFolder, force);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const answer = await text({
    ...terminal,
    message: 'Folder of the project',
    placeholder: initialFolder,
    defaultValue: initialFolder,
    validate,
  });
  return isCancel(answer) ? undefined : answer;
}

async function askTemplate(terminal: Terminal): Promise<string | undefined> {
  const options = templates.map(({ name, description }) => ({ value: name, label: name, hint: description }));
  const answer = await select({ ...terminal, message: 'Template', options });
  return isCancel(answer) ? undefined : answer;
}
