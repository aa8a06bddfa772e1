import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunFileError, writeRemedy } from './errors.ts';
import { fileCheckpoints } from './file-checkpoints.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unsaturate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('writeRemedy', () => {
  it('tells a full disk from other failures', () => {
    expect(writeRemedy({ code: 'ENOSPC' })).toBe('Free some space');
    expect(writeRemedy({ code: 'EACCES' })).toBe('Make it writable again');
  });
});

describe('fileCheckpoints', () => {
  it('keeps the last and the best, and nothing else', async () => {
    const store = await fileCheckpoints(join(folder, 'new', 'run'));
    expect(await store.last()).toBeUndefined();
    expect(await store.best()).toBeUndefined();
    await store.save(Uint8Array.of(1, 2), { update: 1, best: true });
    await store.save(Uint8Array.of(3), { update: 2, best: false });
    expect(await store.last()).toEqual(Uint8Array.of(3));
    expect(await store.best()).toEqual(Uint8Array.of(1, 2));
    expect(readdirSync(join(folder, 'new', 'run')).toSorted()).toEqual([
      'best.safetensors',
      'checkpoint.safetensors',
    ]);
  });

  it('makes folders that others make at the same time', async () => {
    const runs = ['a', 'b', 'c', 'd'].map((name) => join(folder, 'new', 'runs', name));
    await Promise.all(runs.map(fileCheckpoints));
    expect(readdirSync(join(folder, 'new', 'runs'))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('removes what a crash left behind, and keeps the checkpoint', async () => {
    writeFileSync(join(folder, 'checkpoint.safetensors'), 'whole');
    writeFileSync(join(folder, 'checkpoint.safetensors.tmp'), 'ha');
    writeFileSync(join(folder, 'best.safetensors.tmp'), 'lf');
    writeFileSync(join(folder, 'notes.tmp'), 'not ours');
    const store = await fileCheckpoints(folder);
    expect(readdirSync(folder).toSorted()).toEqual(['checkpoint.safetensors', 'notes.tmp']);
    expect(await store.last()).toEqual(new TextEncoder().encode('whole'));
  });

  it('refuses a folder it cannot write to', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const [path, code] of [
      [file, 'ENOTDIR'],
      [join(file, 'run'), 'ENOTDIR'],
    ] as const) {
      const error: unknown = await fileCheckpoints(path).catch((each: unknown) => each);
      expect(error).toBeInstanceOf(RunFileError);
      expect(error).toMatchObject({ code, path });
      expect((error as Error).message).toContain(`fileCheckpoints: cannot write to the folder ${path}`);
    }
  });

  it('says that there is no checkpoint when the first cannot be written', async () => {
    const store = await fileCheckpoints(folder);
    rmSync(folder, { recursive: true });
    const error: unknown = await store
      .save(new Uint8Array(3), { update: 1, best: false })
      .catch((each: unknown) => each);
    expect(error).toBeInstanceOf(RunFileError);
    expect(error).toMatchObject({ code: 'ENOENT', path: join(folder, 'checkpoint.safetensors') });
    expect((error as Error).message).toContain(
      'Make it writable again and start again: there is no checkpoint.',
    );
    await fileCheckpoints(folder);
  });

  // A limit on the size of files makes a real write fail half way, as a full disk does.
  it.skipIf(process.platform === 'win32')('survives a write that fails half way', () => {
    const script = `
      import { fileCheckpoints } from ${JSON.stringify(new URL('file-checkpoints.ts', import.meta.url).href)};
      const store = await fileCheckpoints(${JSON.stringify(folder)});
      await store.save(new Uint8Array(1000).fill(7), { update: 1, best: true });
      try {
        await store.save(new Uint8Array(100_000), { update: 2, best: true });
      } catch (error) {
        console.log(JSON.stringify({ name: error.name, code: error.code, message: error.message }));
      }`;
    const limited = ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath];
    const node = ['--conditions=@unsaturate/source', '--input-type=module', '-e', script];
    const output = execFileSync('bash', [...limited, ...node]).toString();
    const error = JSON.parse(output) as Record<'name' | 'code' | 'message', string>;
    expect(error).toMatchObject({ name: 'RunFileError', code: 'EFBIG' });
    expect(error.message).toContain('and resume: the checkpoint written before is still valid.');
    expect(readdirSync(folder).toSorted()).toEqual(['best.safetensors', 'checkpoint.safetensors']);
    for (const name of readdirSync(folder)) {
      expect([...readFileSync(join(folder, name))]).toEqual(Array.from({ length: 1000 }, () => 7));
    }
  });
});
