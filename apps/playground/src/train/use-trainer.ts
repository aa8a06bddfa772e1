import { useEffect, useRef, useState } from 'preact/hooks';
import type { FromWorker, ToWorker } from './messages.ts';
import { offerFile } from './offer-file.ts';
import { after, firstStanding, type Standing } from './standing.ts';

/** Milliseconds between two looks at what the worker says, which may be much. */
const pace = 250;

/** Keeps the worker that trains; the function tells it what to do. */
export function useTrainer(): readonly [Standing, (command: ToWorker) => void] {
  const [standing, setStanding] = useState(firstStanding);
  const worker = useRef<Worker>(undefined);
  const waiting = useRef<FromWorker[]>([]);

  const start = (command: ToWorker): void => {
    const started = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
    started.addEventListener('error', ({ message }) => restart(crashMessage(message)));
    started.postMessage(command, []);
  };
  const restart = (problem: string, command: ToWorker = { type: 'open' }): void => {
    worker.current?.terminate();
    waiting.current.push({ type: 'problem', message: problem });
    start(command);
  };
  const hear = (message: FromWorker): void => {
    if (message.type === 'file') offerFile(message.name, message.bytes);
    else if (message.type === 'lost') {
      const { unsaved } = message;
      restart(message.message, { type: 'open', ...(unsaved && { unsaved }) });
    } else waiting.current.push(message);
  };

  useEffect(() => {
    start({ type: 'open' });
    const timer = setInterval(() => {
      const messages = waiting.current;
      if (messages.length === 0) return;
      waiting.current = [];
      setStanding((before) => after(before, messages));
    }, pace);
    return () => {
      clearInterval(timer);
      worker.current?.terminate();
    };
  }, []);

  const tell = (command: ToWorker): void => {
    if (command.type !== 'pause' && command.type !== 'download') {
      setStanding((before) => ({ ...before, activity: 'preparing', problem: null }));
    }
    worker.current?.postMessage(command);
  };
  return [standing, tell];
}

function crashMessage(message: string): string {
  return (
    `Training stopped by an error of the browser (${message || 'no details'}), perhaps because memory ran out. ` +
    'What was kept is here; resume it.'
  );
}
