import { learn } from './learn';
import type { ToPage, ToWorker } from './messages';
import { startBackend } from './backend';

const say = (message: ToPage): void => self.postMessage(message);
let stop = new AbortController();

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'stop') stop.abort();
  else void run(data.text);
});

async function run(text: string): Promise<void> {
  stop = new AbortController();
  try {
    say({ type: 'running', on: await startBackend() });
    await learn(text, (told) => say({ type: 'told', ...told }), stop.signal);
    say({ type: 'ended' });
  } catch (error) {
    say({ type: 'failed', message: (error as Error).message });
  }
}
