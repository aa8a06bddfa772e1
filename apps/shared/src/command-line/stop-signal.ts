import { constants } from 'node:os';

/** Turns the first Ctrl-C (SIGINT), SIGTERM or SIGHUP into an abort; another one, a second later or more, ends the process at once. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** 128 plus the number of the signal that came: 130 for Ctrl-C. */
  exitCode(): number;
  /** Gives signals their usual effect again. */
  release(): void;
}

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until released. */
export function listenForStop(): StopSignal {
  const controller = new AbortController();
  let code = 0;
  let first = 0;
  const onSignal = (name: (typeof names)[number]): void => {
    // What starts this process may pass on a signal that the whole process group got already.
    if (controller.signal.aborted && performance.now() - first < 1000) return;
    if (controller.signal.aborted) process.exit(code);
    first = performance.now();
    code = 128 + constants.signals[name];
    // The terminal is gone, and what is written to it fails.
    if (name === 'SIGHUP') process.stderr.on('error', () => {});
    controller.abort();
  };
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
