#!/usr/bin/env node
import { join } from 'node:path';
import { create } from './create.ts';

const { stdin, stdout, env } = process;

process.exitCode = await create({
  args: process.argv.slice(2),
  interactive: stdin.isTTY && stdout.isTTY && env['CI'] === undefined,
  userAgent: env['npm_config_user_agent'],
  templatesFolder: join(import.meta.dirname, 'templates'),
  print: (text) => void process.stdout.write(`${text}\n`),
  printError: (text) => void process.stderr.write(`${text}\n`),
});
