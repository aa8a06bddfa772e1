import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UnsaturateError } from '@unsaturate/core';
import { type ArgsDef, type CommandDef, defineCommand, type ParsedArgs } from 'citty';

/** What a command line command is made of. */
interface Command<Args extends ArgsDef> {
  readonly name: string;
  readonly description: string;
  readonly args: Args;
  /** Returns the exit code. */
  run(args: ParsedArgs<Args>): Promise<number>;
}

/**
 * A command that refuses options it does not know, reports the errors of this project as one line on standard error,
 * and sets the exit code: 1 for such an error, else what `run` returns.
 */
export function command<const Args extends ArgsDef>({
  name,
  description,
  args,
  run,
}: Command<Args>): CommandDef<Args> {
  return defineCommand<Args>({
    meta: { name, description },
    args,
    async run(context) {
      try {
        refuseUnknown(name, context.rawArgs, args);
        process.exitCode = await run(context.args);
      } catch (error) {
        if (!UnsaturateError.isInstance(error)) throw error;
        console.error(error.message);
        process.exitCode = 1;
      }
    },
  });
}

/** A command line that says something the command does not understand. */
export class UsageError extends UnsaturateError {
  constructor(command: string, problem: string) {
    super('UsageError', `${command}: ${problem} See "${command} --help".`);
  }
}

function refuseUnknown(name: string, rawArgs: readonly string[], args: ArgsDef): void {
  const options = Object.entries(args).map(([key, { type }]) => [
    key,
    { type: type === 'boolean' ? 'boolean' : 'string' } as const,
  ]);
  const config: ParseArgsConfig = { args: [...rawArgs], options: Object.fromEntries(options), strict: true };
  try {
    parseArgs(config);
  } catch (error) {
    throw new UsageError(name, (error as Error).message.replace(/\. To specify a positional.*$/s, '.'));
  }
}
