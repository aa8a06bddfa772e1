import { startBackend } from './backend';
import { learn } from './learn';
import type { ToPage, ToWorker } from './messages';

const say = (message: ToPage): void => self.postMessage(message);

/** Resolves when learning may go on. */
let gate = Promise.resolve();
let open = (): void => {};

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'learn':
      void run(data.text);
      break;
    case 'pause':
      gate = new Promise((resolve) => (open = resolve));
      break;
    case 'go on':
      open();
  }
});

async function run(text: string): Promise<void> {
  try {
    say({ type: 'started', device: await startBackend() });
    await learn(text, async (told) => {
      say({ type: 'told', ...told });
      await gate;
    });
    say({ type: 'ended' });
  } catch (error) {
    say({ type: 'failed', message: (error as Error).message });
  }
}
