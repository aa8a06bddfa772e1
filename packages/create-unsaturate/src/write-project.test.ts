import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeProject } from './write-project.ts';

let root: string;
let from: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'create-unsaturate-'));
  from = join(root, 'template');
  folder = join(root, 'projects/my-model');
  write(from, '_package.json', '{ "name": "PROJECT_NAME" }');
  write(from, '_gitignore', 'dist');
  write(from, 'src/main.ts', 'console.log("PROJECT_NAME", "PROJECT_NAME");');
});

afterEach(() => rmSync(root, { recursive: true }));

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const files = (): string[] =>
  readdirSync(join(root, 'projects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
const make = (force = false): void => writeProject({ from, folder, name: 'my-model', force });

const project = ['.gitignore', 'package.json', 'src/main.ts'];

describe('writeProject', () => {
  it('writes the files of the template, with the name of the project', () => {
    make();
    expect(files()).toEqual(project);
    expect(read('package.json')).toBe('{ "name": "my-model" }');
    expect(read('src/main.ts')).toBe('console.log("my-model", "my-model");');
  });

  it('makes a folder that has the rights of any new one', () => {
    make();
    expect(statSync(folder).mode).toBe(statSync(dirname(folder)).mode);
  });

  it('writes into an empty folder', () => {
    mkdirSync(folder, { recursive: true });
    make();
    expect(files()).toEqual(project);
  });

  it('refuses a folder that is not empty, and leaves it as it was', () => {
    write(folder, 'notes.txt', 'mine');
    write(folder, 'package.json', '{}');
    expect(make).toThrow(
      `The folder "${folder}" is not empty: it holds notes.txt and 1 more. Choose another one, or give --force: `,
    );
    expect(files()).toEqual(['notes.txt', 'package.json']);
    expect(read('package.json')).toBe('{}');
  });

  it('replaces files of the same names if forced, and keeps others', () => {
    write(folder, 'src/notes.txt', 'mine');
    write(folder, 'package.json', '{}');
    make(true);
    expect(files()).toEqual([...project, 'src/notes.txt']);
    expect(read('src/notes.txt')).toBe('mine');
    expect(read('package.json')).toBe('{ "name": "my-model" }');
  });

  it('refuses a file in the place of the folder', () => {
    write(dirname(folder), 'my-model', 'mine');
    expect(() => make(true)).toThrow(`${folder} is a file. Choose another name for the folder.`);
  });

  it.each([
    ['src', 'is a file, where a folder must be.'],
    ['src/main.ts/notes.txt', 'is a folder, where a file must be.'],
  ])('changes nothing if %s is in the way, forced or not', (path, message) => {
    write(folder, path, 'mine');
    write(folder, 'package.json', '{}');
    expect(() => make(true)).toThrow(message);
    expect(files()).toEqual(['package.json', path]);
    expect(read('package.json')).toBe('{}');
  });

  it('leaves nothing behind if it fails', () => {
    mkdirSync(dirname(folder));
    symlinkSync('nowhere', folder);
    expect(() => make()).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
    expect(readdirSync(dirname(folder))).toEqual(['my-model']);
  });
});
