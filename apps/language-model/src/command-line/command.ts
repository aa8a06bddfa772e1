import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UnsaturateError } from '@unsaturate/core';
import { type ArgsDef, type CommandDef, defineCommand, type ParsedArgs } from 'citty';

/** What a command line command is made of. */
interface Command<Args extends ArgsDef> {
  readonly name: string;
  readonly description: string;
  readonly args: Args;
  /** Returns the exit code. */
  readonly run: (args: ParsedArgs<Args>) => Promise<number>;
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
  const definitions = Object.entries(args);
  const most = definitions.filter(([, { type }]) => type === 'positional').length;
  const options = definitions
    .filter(([, { type }]) => type !== 'positional')
    .map(([key, { type }]) => [key, { type: type === 'boolean' ? 'boolean' : 'string' } as const]);
  const config: ParseArgsConfig = {
    args: [...rawArgs],
    options: Object.fromEntries(options),
    strict: true,
    allowPositionals: true,
  };
  const { positionals } = parse(name, config);
  if (positionals.length > most) {
    throw new UsageError(name, `the argument ${JSON.stringify(positionals[most])} is one too many.`);
  }
}

function parse(name: string, config: ParseArgsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(name, `${(error as Error).message.split('. To specify')[0]}.`);
  }
}
