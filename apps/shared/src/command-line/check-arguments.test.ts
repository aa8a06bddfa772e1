import { describe, expect, it } from 'vitest';
import { checkArguments, UsageError } from './check-arguments.ts';

const args = {
  run: { type: 'positional' },
  seed: { type: 'string' },
  out: { type: 'string' },
  prompt: { type: 'string', default: '' },
  json: { type: 'boolean' },
} as const;
const check = (...rawArgs: string[]) => checkArguments('sample', rawArgs, args);

describe('checkArguments', () => {
  it.each([
    [[]],
    [['folder', '--seed', '1', '--out=--odd']],
    [['--seed', '-1', '--prompt', '-- he said']],
    [['--prompt', '', 'folder']],
    [['--prompt=', '--', '--folder']],
    [['--json', 'folder']],
  ])('accepts %j', (rawArgs) => {
    expect(() => check(...rawArgs)).not.toThrow();
  });

  it.each([
    [['--sed', '1'], 'sample: there is no option --sed. See "npm run sample -- --help".'],
    [['-s'], 'there is no option -s'],
    [['--no-seed'], 'there is no option --no-seed'],
    [['--seed', '1', 'folder', '--seed', '1'], '--seed is given twice'],
    [['--out', ''], '--out needs a value'],
    [['--out='], '--out needs a value'],
    [['--out'], '--out needs a value'],
    [['--out', '--seed', '1'], '--out needs a value'],
    [['--json=yes'], '--json takes no value'],
    [['one', 'two'], 'the argument "two" is one too many'],
  ])('refuses %j', (rawArgs, message) => {
    expect(() => check(...rawArgs)).toThrow(UsageError);
    expect(() => check(...rawArgs)).toThrow(message);
  });
});
