#!/usr/bin/env node
import { join } from 'node:path';
import { create } from './create.ts';

const { stdin: input, stdout: output, stderr, env } = process;
const isInteractive = input.isTTY && output.isTTY && env['CI'] === undefined;

process.exitCode = await create({
  args: process.argv.slice(2),
  terminal: isInteractive ? { input, output } : undefined,
  userAgent: env['npm_config_user_agent'],
  templatesFolder: join(import.meta.dirname, 'templates'),
  print: (text) => void output.write(`${text}\n`),
  printError: (text) => void stderr.write(`${text}\n`),
});
