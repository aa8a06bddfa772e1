import { nodeProcess, type WorkerThreads } from './node-process.ts';
import { type WorkerStart, workerSource } from './worker.ts';

/** A worker that runs. */
export interface RunningWorker {
  /** Ends it; whether it is sure to have ended then. A page cannot say. */
  end(): Promise<boolean>;
}

/**
 * Starts a worker, in Node or in a page.
 *
 * @param onEnd - Called when it ends or fails, for whatever reason.
 * @returns The worker once it waits for orders.
 */
export async function startWorker(start: WorkerStart, onEnd: () => void): Promise<RunningWorker> {
  const threads = nodeProcess?.getBuiltinModule?.('node:worker_threads');
  return threads === undefined ? startInPage(start, onEnd) : startInNode(threads, start, onEnd);
}

async function startInNode(
  { Worker }: WorkerThreads,
  start: WorkerStart,
  onEnd: () => void,
): Promise<RunningWorker> {
  const scope = `(() => {
    const { parentPort } = require('node:worker_threads');
    return {
      postMessage: (message) => parentPort.postMessage(message),
      addEventListener: (type, listener) => parentPort.on(type, (data) => listener({ data })),
    };
  })()`;
  const worker = new Worker(workerSource(scope), { eval: true, name: '@unsaturate/wasm' });
  return new Promise((resolve, reject) => {
    worker.on('message', () => {
      // A process may end while its workers wait.
      worker.unref();
      resolve({
        async end() {
          await worker.terminate();
          return true;
        },
      });
    });
    worker.on('error', (error) => {
      reject(error);
      onEnd();
    });
    worker.on('exit', onEnd);
    worker.postMessage(start, []);
  });
}

async function startInPage(start: WorkerStart, onEnd: () => void): Promise<RunningWorker> {
  const url = URL.createObjectURL(new Blob([workerSource('self')], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: '@unsaturate/wasm' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => {
      URL.revokeObjectURL(url);
      resolve({
        async end() {
          worker.terminate();
          return false;
        },
      });
    });
    worker.addEventListener('error', (event) => {
      reject(new Error(event.message || 'the worker could not be started'));
      onEnd();
    });
    worker.postMessage(start, []);
  });
}
