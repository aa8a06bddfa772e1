import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { InvalidArgumentError } from '@unsaturate/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ready } from './ready.ts';

const program = fileURLToPath(new URL('../testing/threads-run.ts', import.meta.url));

interface Ended {
  readonly running: number;
  readonly sum: number;
  readonly said: string;
}

/** Runs a process to its end, which must come by itself. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@unsaturate/source', program, ...args],
    { env: { ...process.env, ...env }, timeout: 30_000 },
  );
  return { ...(JSON.parse(stdout) as { running: number; sum: number }), said: stderr };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('ready', () => {
  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses %d threads', async (threads) => {
    await expect(ready({ threads })).rejects.toThrow(InvalidArgumentError);
    await expect(ready({ threads })).rejects.toThrow(
      `ready: threads must be a whole number from 1, got ${threads}.`,
    );
  });

  it('refuses options it does not know', async () => {
    await expect(ready({ thread: 2 } as object)).rejects.toThrow(InvalidArgumentError);
  });

  it.each(['many', '0', '-2', '1.5'])('refuses UNSATURATE_THREADS=%s', async (text) => {
    vi.stubEnv('UNSATURATE_THREADS', text);
    await expect(ready()).rejects.toThrow('ready: UNSATURATE_THREADS must be a whole number from 1');
  });

  it('brings up as many as asked for, one call after the other', async () => {
    vi.stubEnv('UNSATURATE_THREADS', '2');
    const calls = [ready(), ready({ threads: 3 }), ready({ threads: 1 })];
    expect(await Promise.all(calls)).toEqual([2, 3, 1].map((threads) => ({ threads })));
  });

  it('lets a process end by itself, with the same result for any number of threads', async () => {
    const [one, two, three] = await Promise.all([
      run(['shared', '1']),
      run(['shared', '2']),
      run(['shared'], { UNSATURATE_THREADS: '3' }),
    ]);
    expect([one.running, two.running, three.running]).toEqual([1, 2, 3]);
    expect([two.sum, three.sum]).toEqual([one.sum, one.sum]);
    for (const { said } of [one, two, three]) expect(said).not.toContain('@unsaturate');
  });

  it('goes on with one thread where memory cannot be shared, and says so', async () => {
    const { running, said } = await run(['unshared', '2']);
    expect(running).toBe(1);
    expect(said).toContain('@unsaturate/wasm: computes on one thread, because memory cannot be shared');
  });
});
