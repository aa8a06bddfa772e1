import { UnsaturateError } from '@unsaturate/core';
import { type ArgsDef, type CommandDef, defineCommand, type ParsedArgs } from 'citty';
import { checkArguments } from './check-arguments.ts';
import { describeLoss, lossBehind } from './device-loss.ts';

/** What a command line command is made of. */
interface Command<Args extends ArgsDef> {
  readonly name: string;
  readonly description: string;
  readonly args: Args;
  /** Returns the exit code. */
  readonly run: (args: ParsedArgs<Args>) => Promise<number>;
}

/**
 * A command that refuses arguments it does not understand, reports the errors of this project on standard error, and
 * sets the exit code: 1 for such an error, else what `run` returns.
 */
export function command<const Args extends ArgsDef>({
  name,
  description,
  args,
  run,
}: Command<Args>): CommandDef<Args> {
  return defineCommand<Args>({
    meta: { name: `${name} --`, description }, // as it is typed: npm run NAME -- [OPTIONS]
    args,
    async run(context) {
      try {
        checkArguments(name, context.rawArgs, args);
        process.exitCode = await run(context.args);
      } catch (error) {
        const message = await messageOf(name, error);
        if (message === undefined) throw error;
        console.error(message);
        process.exitCode = 1;
      }
    },
  });
}

/** What to tell the user; undefined for an error that is none of the user's business. */
async function messageOf(name: string, failure: unknown): Promise<string | undefined> {
  if (UnsaturateError.isInstance(failure)) return failure.message;
  const loss = await lossBehind(failure);
  return loss && `${name}: ${describeLoss(loss)}. Run it again.`;
}
