import type { ArmEvent, ArmRun } from './arm-run.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** A race that goes on in workers, one for each arm. */
export interface Race {
  /** All arms wait after the update under way. */
  hold(): void;
  /** They go on. */
  go(): void;
  /** Ends it at once. */
  end(): void;
}

/** Hears of a race; `arm` is the number of the arm. */
interface RaceListener {
  event(arm: number, event: ArmEvent): void;
  /** An arm has made all its updates. */
  finished(arm: number): void;
  failed(arm: number, message: string): void;
}

/** Starts a race. */
export function startRace(runs: readonly ArmRun[], listener: RaceListener): Race {
  const workers = runs.map((run, arm) => startArm(run, arm, listener));
  const tellAll = (message: ToWorker): void => workers.forEach((worker) => worker.postMessage(message, []));
  return {
    hold: () => tellAll({ type: 'hold' }),
    go: () => tellAll({ type: 'go' }),
    end: () => workers.forEach((worker) => worker.terminate()),
  };
}

function startArm(run: ArmRun, arm: number, listener: RaceListener): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: `race-${run.arm}`,
  });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'end') listener.finished(arm);
    else if (data.type === 'failure') listener.failed(arm, data.message);
    else listener.event(arm, data);
  });
  worker.addEventListener('error', ({ message }) => {
    listener.failed(arm, message || 'its code could not be loaded; load the page again.');
  });
  const start: ToWorker = { type: 'run', run };
  worker.postMessage(start, []);
  return worker;
}
