import type { FromWorker, ToWorker } from '../messages.ts';
import { createTrainer } from './trainer.ts';

const take = createTrainer((message: FromWorker) => postMessage(message));

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => take(data));
