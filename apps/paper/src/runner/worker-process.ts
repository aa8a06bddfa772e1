import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ending, Job, Standing } from './make-run.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** A run that ended with an error. */
export interface Failure {
  readonly type: 'failed';
  readonly message: string;
}

/** Makes a run in a process of its own, with one thread; never rejects. */
export function makeInProcess(
  job: Job,
  signal: AbortSignal,
  onStanding: (standing: Standing) => void,
): Promise<Ending | Failure> {
  const child = fork(worker, {
    execArgv: ['--conditions=@unsaturate/source'],
    env: { ...process.env, UNSATURATE_THREADS: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'], // libraries greet on standard output
  });
  const tell = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => {}); // one that died says so by closing
  };
  const stop = (): void => tell({ type: 'stop' });
  let said = '';
  let ending: Ending | Failure | undefined;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  child.on('message', (message: FromWorker) => {
    if (message.type === 'standing') onStanding(message.standing);
    else ending = message;
  });
  tell({ type: 'make', job });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return new Promise((resolve) => {
    const end = (reason: string): void => {
      signal.removeEventListener('abort', stop);
      resolve(ending ?? { type: 'failed', message: `its process ended early: ${said.trim() || reason}` });
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code, name) => end(name ?? `exit code ${code}`));
  });
}
