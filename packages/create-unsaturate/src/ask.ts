import { isCancel, select, text } from '@clack/prompts';
import type { Arguments } from './arguments.ts';
import { packageName } from './package-name.ts';
import { templates } from './templates.ts';
import { UsageError } from './usage-error.ts';

/** Where a project is to be made, and from what. */
export interface Choice {
  readonly folder: string;
  readonly template: string;
}

/**
 * What the command line says, and the user where it says nothing.
 *
 * @returns Undefined if the user ends it.
 */
export async function ask({ folder, template }: Arguments): Promise<Choice | undefined> {
  const whereto = folder ?? (await askFolder());
  if (whereto === undefined) return undefined;
  packageName(whereto); // a bad name is told before the next question
  const what = template ?? (await askTemplate());
  return what === undefined ? undefined : { folder: whereto, template: what };
}

/**
 * What the command line says, where nobody can be asked.
 *
 * @throws {@link UsageError} if it does not say all.
 */
export function withoutAsking({ folder, template }: Arguments): Choice {
  if (folder !== undefined && template !== undefined) return { folder, template };
  const missing = [folder ?? 'a folder', template ?? '--template'].filter((each) => each !== folder && each !== template);
  const example = `npm create unsaturate ${folder ?? 'my-model'} -- --template ${template ?? templates[0]!.name}`;
  throw new UsageError(`Nobody can be asked here, and ${missing.join(' and ')} is missing. For example: ${example}`);
}

async function askFolder(): Promise<string | undefined> {
  const validate = (value = ''): string | undefined => {
    try {
      packageName(value === '' ? 'my-model' : value);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const initial = 'my-model';
  const answer = await text({ message: 'Folder of the project', placeholder: initial, defaultValue: initial, validate });
  return isCancel(answer) ? undefined : answer;
}

async function askTemplate(): Promise<string | undefined> {
  const options = templates.map(({ name, description }) => ({ value: name, label: name, hint: description }));
  const answer = await select({ message: 'Template', options });
  return isCancel(answer) ? undefined : answer;
}
