import type { ToPage, ToWorker } from './messages';
import embedded from './text.txt?raw';

const element = <T extends Element>(id: string): T => document.querySelector<T>(`#${id}`)!;
const [toggle, status, sample] = [
  element<HTMLButtonElement>('toggle'),
  element<HTMLElement>('status'),
  element<HTMLElement>('sample'),
];
const curve = element<SVGPolylineElement>('curve');
const worker = new Worker(new URL('worker.ts', import.meta.url), { type: 'module' });
const tell = (message: ToWorker): void => worker.postMessage(message);

let text = embedded;
let running = false;
let where = '';
let perplexities: number[] = [];

element<HTMLInputElement>('file').addEventListener('change', async ({ target }) => {
  const file = (target as HTMLInputElement).files?.[0];
  if (!file) return;
  text = await file.text();
  status.textContent = `${file.name}: ${text.length} characters`;
});

toggle.addEventListener('click', () => {
  if (running) return tell({ type: 'stop' });
  perplexities = [];
  show(true);
  status.textContent = 'Starting';
  tell({ type: 'start', text });
});

worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.type) {
    case 'running':
      where = data.on;
      break;
    case 'told':
      perplexities.push(data.perplexity);
      status.textContent = `Update ${data.update}, perplexity ${data.perplexity.toFixed(2)} (${where})`;
      curve.setAttribute('points', pointsOf(perplexities));
      if (data.sample !== undefined) sample.textContent = data.sample;
      break;
    case 'ended':
      show(false);
      break;
    case 'failed':
      status.textContent = data.message;
      show(false);
  }
});
worker.addEventListener('error', ({ message }) => {
  status.textContent = `The worker failed: ${message}`;
  show(false);
});

/** A curve in the 600 x 160 of the chart, from perplexity 1 at the bottom to the highest at the top. */
function pointsOf(values: readonly number[]): string {
  const top = Math.log(Math.max(...values)) || 1;
  const step = 600 / Math.max(1, values.length - 1);
  return values.map((value, i) => `${(i * step).toFixed(1)},${(155 - (150 * Math.log(value)) / top).toFixed(1)}`).join(' ');
}

function show(nowRunning: boolean): void {
  running = nowRunning;
  toggle.textContent = running ? 'Stop' : 'Start';
  toggle.disabled = false;
}

show(false);
status.textContent = 'Ready';
