import { runWorker } from '../worker.ts';
import { load } from './load.ts';

await runWorker(load);
