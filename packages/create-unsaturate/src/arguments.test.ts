import { describe, expect, it } from 'vitest';
import { help, readArguments } from './arguments.ts';
import { templates } from './templates.ts';

describe('readArguments', () => {
  it('reads a folder and flags, in any order', () => {
    const expected = { folder: 'my-model', template: 'custom-cell', force: true, help: false };
    expect(readArguments(['my-model', '--template', 'custom-cell', '--force'])).toEqual(expected);
    expect(readArguments(['-f', '-t', 'custom-cell', 'my-model'])).toEqual(expected);
  });

  it('leaves open what is not given', () => {
    expect(readArguments([])).toEqual({ folder: undefined, template: undefined, force: false, help: false });
  });

  it.each([
    [
      ['--tempalte', 'custom-cell'],
      "Unknown option '--tempalte'. The flags are --template NAME, --force and --help.",
    ],
    [['--template'], "Option '-t, --template <value>' argument missing. The flags are"],
    [
      ['--template', 'rnn'],
      'There is no template "rnn". There are language-model-node, language-model-web, custom-cell.',
    ],
    [['a', 'b'], 'One folder is made at a time, not 2: a, b.'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(expect.objectContaining({ name: 'UsageError' }));
    expect(() => readArguments(args)).toThrow(message);
  });
});

it('the help names every template', () => {
  for (const { name, description } of templates)
    expect(help).toMatch(new RegExp(`  ${name} +${description}\n`));
});
