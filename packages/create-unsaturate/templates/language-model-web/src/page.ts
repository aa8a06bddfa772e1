import type { ToPage, ToWorker } from './messages';
import embedded from './text.txt?raw';

const element = <T extends Element>(id: string): T => document.querySelector<T>(`#${id}`)!;
const button = element<HTMLButtonElement>('button');
const status = element('status');
const curve = element('curve');
const sample = element('sample');

/** What a click on the button does. */
type Action = 'Start' | 'Pause' | 'Go on';

let text = embedded;
let worker: Worker | undefined;
let device = '';
let perplexities: number[] = [];

element<HTMLInputElement>('file').addEventListener('change', async ({ target }) => {
  const file = (target as HTMLInputElement).files?.[0];
  if (!file) return;
  text = await file.text();
  end(`${file.name}: ${text.length} characters`);
});

button.addEventListener('click', () => {
  switch (button.textContent as Action) {
    case 'Start':
      start();
      break;
    case 'Pause':
      say({ type: 'pause' });
      offer('Go on');
      break;
    case 'Go on':
      say({ type: 'go on' });
      offer('Pause');
  }
});

function start(): void {
  perplexities = [];
  worker = new Worker(new URL('worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => hear(data));
  worker.addEventListener('error', ({ message }) =>
    end(`The worker failed: ${message || 'it could not be loaded'}`),
  );
  say({ type: 'learn', text });
  status.textContent = 'Starting';
  offer('Pause');
}

function hear(message: ToPage): void {
  switch (message.type) {
    case 'started':
      device = message.device;
      break;
    case 'told':
      perplexities.push(message.perplexity);
      status.textContent = `Update ${message.update}, perplexity ${message.perplexity.toFixed(2)} (${device})`;
      curve.setAttribute('points', pointsOf(perplexities));
      if (message.sample !== undefined) sample.textContent = message.sample;
      break;
    case 'ended':
      end(`${status.textContent}. Done.`);
      break;
    case 'failed':
      end(message.message);
  }
}

const say = (message: ToWorker): void => worker?.postMessage(message);

function end(why: string): void {
  worker?.terminate();
  worker = undefined;
  status.textContent = why;
  offer('Start');
}

function offer(action: Action): void {
  button.textContent = action;
}

/** A curve in the 600 x 160 of the chart, from perplexity 1 at the bottom to the highest at the top. */
function pointsOf(values: readonly number[]): string {
  const top = Math.log(Math.max(...values)) || 1;
  const step = 600 / Math.max(1, values.length - 1);
  return values
    .map((value, i) => `${(i * step).toFixed(1)},${(155 - (150 * Math.log(value)) / top).toFixed(1)}`)
    .join(' ');
}
