import { describe, expect, it } from 'vitest';
import { nextSteps, packageManager } from './next-steps.ts';
import { type Template, templates } from './templates.ts';

const named = (name: string): Template => templates.find((each) => each.name === name)!;
const node = named('language-model-node');
const web = named('language-model-web');
const cell = named('custom-cell');

describe('packageManager', () => {
  it.each([
    ['pnpm/12.21.0 npm/? node/v24.21.0 linux x64', 'pnpm'],
    ['yarn/4.1.0 npm/? node/v20.20.2 linux x64', 'yarn'],
    ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false', 'npm'],
    [undefined, 'npm'],
  ])('of %s is %s', (userAgent, name) => expect(packageManager(userAgent)).toBe(name));
});

describe('nextSteps', () => {
  it.each([
    ['my-model', node, 'npm', ['cd my-model && npm install', 'npm start']],
    ['my-model', web, 'npm', ['cd my-model && npm install', 'npm run dev']],
    ['my-cell', cell, 'pnpm', ['cd my-cell && pnpm install', 'pnpm test']],
    ['my-model', web, 'pnpm', ['cd my-model && pnpm install', 'pnpm dev']],
    ['.', node, 'npm', ['npm install', 'npm start']],
    ['my models/one', node, 'npm', ['cd "my models/one" && npm install', 'npm start']],
  ])('for %s', (folder, template, manager, steps) =>
    expect(nextSteps(folder, template, manager)).toEqual(steps),
  );
});
