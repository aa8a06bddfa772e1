import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageName } from './package-name.ts';

describe('packageName', () => {
  it.each([
    ['my-model', 'my-model'],
    ['./models/one/', 'one'],
    ['.', basename(process.cwd())],
  ])('of %s is %s', (folder, name) => expect(packageName(folder)).toBe(name));

  it.each(['My Model', '.hidden', 'node_modules', 'fs', 'a'.repeat(215)])('refuses %s', (folder) => {
    expect(() => packageName(folder)).toThrow(`"${folder}" cannot be the name of a package (`);
    expect(() => packageName(folder)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });
});
