import { relative, resolve } from 'node:path';
import type { Template } from './templates.ts';

/** The package manager that started this process, by what it says of itself in `npm_config_user_agent`; else npm. */
export function packageManager(userAgent: string | undefined): string {
  const [name] = /^(?:pnpm|yarn|bun)(?=\/)/.exec(userAgent ?? '') ?? ['npm'];
  return name;
}

/** The commands that a user goes on with. */
export function nextSteps(folder: string, { script }: Template, manager: string): string[] {
  const path = relative('.', resolve(folder));
  const enter = path === '' ? '' : `cd ${/[^\w./-]/.test(path) ? `"${path}"` : path} && `;
  const run = script === 'dev' && manager === 'npm' ? 'run ' : '';
  return [`${enter}${manager} install`, `${manager} ${run}${script}`];
}
