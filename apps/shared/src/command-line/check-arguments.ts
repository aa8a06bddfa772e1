import { parseArgs } from 'node:util';
import { UnsaturateError } from '@unsaturate/core';
import type { ArgDef, ArgsDef } from 'citty';

/** A command line that says something the command does not understand. */
export class UsageError extends UnsaturateError {
  constructor(command: string, problem: string) {
    super('UsageError', `${command}: ${problem} See "npm run ${command} -- --help".`);
  }
}

/**
 * Throws a {@link UsageError} for an argument too many, and for an option that is unknown, given twice, or without a
 * value. An option may be empty only where that is its default. All options take a value but those of type boolean, which take
 * none.
 */
export function checkArguments(command: string, rawArgs: readonly string[], args: ArgsDef): void {
  const definitions = Object.entries(args);
  const positionals = definitions.filter(([, { type }]) => type === 'positional').length;
  const options = new Map(definitions.filter(([, { type }]) => type !== 'positional'));
  const given = new Set<string>();
  let more = 0;
  for (const token of tokensOf(rawArgs, options)) {
    if (token.kind === 'positional' && ++more > positionals) {
      throw new UsageError(command, `the argument ${JSON.stringify(token.value)} is one too many.`);
    }
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = options.get(name);
    if (option === undefined) throw new UsageError(command, `there is no option ${rawName}.`);
    if (given.has(name)) throw new UsageError(command, `${rawName} is given twice.`);
    given.add(name);
    if (option.type === 'boolean') {
      if (value === undefined) continue;
      throw new UsageError(command, `${rawName} takes no value.`);
    }
    const isMissing = value === undefined || (value === '' && option.default !== '');
    if (isMissing || (!inlineValue && looksLikeOption(value))) {
      throw new UsageError(command, `${rawName} needs a value.`);
    }
  }
}

function tokensOf(rawArgs: readonly string[], definitions: ReadonlyMap<string, ArgDef>) {
  const options = Object.fromEntries(
    [...definitions].map(([name, { type }]) => [
      name,
      { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  return parseArgs({ args: [...rawArgs], options, strict: false, tokens: true }).tokens;
}

/** `--out`, but not `-1` or `- he said`. */
function looksLikeOption(text: string): boolean {
  return /^--?[a-z]/i.test(text);
}
