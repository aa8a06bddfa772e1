import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from 'citty';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolders } from '../testing/folders.ts';
import { reportCommand } from './report.ts';

describe('paper report', () => {
  const folders = temporaryFolders();
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = 0;
  });

  it('writes the page and the Markdown into a folder that it makes', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue();
    const out = join(folders.results, 'new', 'folder');
    await runCommand(reportCommand, { rawArgs: ['--out', out] });
    expect(said.mock.calls).toEqual([[`${join(out, 'report.html')} and report.md`]]);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/<\/html>\s*$/);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('## At a glance');
  });

  it('says where it could not be written, and how to write it elsewhere', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    mkdirSync(folders.runs);
    const file = join(folders.runs, 'file');
    writeFileSync(file, '');
    await runCommand(reportCommand, { rawArgs: ['--out', file] });
    expect(said.mock.calls[0]![0]).toMatch(
      /^report: cannot write .*file\/report\.html \(EEXIST.*\)\. Name a folder that can be written to with --out\.$/,
    );
    expect(process.exitCode).toBe(1);
    folders.remove();
  });
});
