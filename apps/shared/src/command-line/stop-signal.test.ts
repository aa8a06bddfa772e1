import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

const url = new URL('stop-signal.ts', import.meta.url).href;

/** A process that listens, says so and when it is told to stop, and goes on for ever. */
async function listening(): Promise<{
  child: ChildProcess;
  output: () => string;
  ended: Promise<unknown[]>;
}> {
  const script = `
    import { listenForStop } from ${JSON.stringify(url)};
    const stop = listenForStop();
    stop.signal.addEventListener('abort', () => console.log('asked ' + stop.exitCode()));
    process.stdin.on('data', () => { stop.release(); console.log('released'); });
    console.log('listening');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const ended = new Promise<unknown[]>((resolve) => child.on('close', (...how) => resolve(how)));
  const listener = { child, output: () => output, ended };
  await said(listener, 'listening');
  return listener;
}

async function said({ output }: { output: () => string }, text: string): Promise<void> {
  while (!output().includes(text)) await wait(5);
}

describe.skipIf(process.platform === 'win32')('listenForStop', () => {
  it('aborts once, does not hear the same Ctrl-C twice, and ends at once on a later one', async () => {
    const listener = await listening();
    listener.child.kill('SIGINT');
    await said(listener, 'asked 130');
    listener.child.kill('SIGINT');
    await wait(1100);
    expect(listener.child.exitCode).toBeNull();
    listener.child.kill('SIGINT');
    expect(await listener.ended).toEqual([130, null]);
    expect(listener.output().match(/asked/g)).toHaveLength(1);
  });

  it('knows the exit codes of SIGTERM and SIGHUP', async () => {
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      const listener = await listening();
      listener.child.kill(signal);
      await said(listener, 'asked');
      listener.child.kill('SIGKILL');
      await listener.ended;
      expect(listener.output()).toContain(`asked ${code}\n`);
    }
  });

  it('gives Ctrl-C its usual effect again', async () => {
    const listener = await listening();
    listener.child.stdin!.write('release');
    await said(listener, 'released');
    listener.child.kill('SIGINT');
    expect(await listener.ended).toEqual([null, 'SIGINT']);
  });
});
