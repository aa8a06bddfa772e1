import { counting } from 'paper/counting';
import type { PresetName, RunRequest, TrainingPlan } from 'paper/experiment';
import { planRecall, type RecallPlan } from 'paper/recall';
import { growingSettings } from 'paper/recall/settings';
import { trainingOf } from 'paper/training';
import { evaluate, type TrainEvent, train } from '@unsaturate/train';
import type { ArmName, TaskName } from './state.ts';

/** Which arm of which experiment. */
export interface ArmRun {
  readonly task: TaskName;
  readonly arm: ArmName;
  readonly preset: PresetName;
  readonly seed: number;
}

/** What an arm tells while it is trained; plain data. */
export type ArmEvent = TrainingEvent | HeldOutEvent | MemoryEvent;

/** How the last few updates went. */
interface TrainingEvent {
  readonly type: 'training';
  readonly update: number;
  /** Updates in all. */
  readonly total: number;
  /** Mean training loss of the updates since the event before. */
  readonly loss: number;
  /** c of the last of them. */
  readonly noiseScale: number;
}

/** How it does on examples that it is not trained on. */
interface HeldOutEvent {
  readonly type: 'held-out';
  readonly update: number;
  /** By the names of the experiment: `validation nll`, `validation error`. */
  readonly values: Readonly<Record<string, number>>;
}

/** Where its memory is written and read in one example. */
export interface MemoryEvent {
  readonly type: 'memory';
  readonly update: number;
  /** Weights [time, locations]. */
  readonly reading: readonly (readonly number[])[];
  readonly writing: readonly (readonly number[])[];
  /** Steps at which the query begins, and the answer. */
  readonly queryStep: number;
  readonly answerStep: number;
}

/** Points of the curve of the training loss. */
const points = 400;

/**
 * Trains one arm of an experiment to its end.
 *
 * @param emit - Called with every event.
 * @param gate - Waited for after every update, so that the run can be held.
 */
export async function runArm(
  { task, arm, preset, seed }: ArmRun,
  emit: (event: ArmEvent) => void,
  gate: () => Promise<void>,
): Promise<void> {
  const request: RunRequest = { preset, arm, seed, data: undefined };
  if (task === 'counting') return follow(await counting.plan(request), emit, gate);
  const plan = planRecall(growingSettings[preset], request);
  return follow(plan, emit, gate, async (update) => memoryEvent(plan, update));
}

async function follow<Batch>(
  plan: TrainingPlan<Batch>,
  emit: (event: ArmEvent) => void,
  gate: () => Promise<void>,
  look?: (update: number) => Promise<MemoryEvent>,
): Promise<void> {
  const total = plan.epochs * plan.data.batchesPerEpoch;
  const toPoint = pointMaker(total);
  const examine = async (update: number, nll: number, noiseScale: number): Promise<void> => {
    emit({
      type: 'held-out',
      update,
      values: { 'validation nll': nll, ...(await plan.measure?.(noiseScale)) },
    });
    if (look) emit(await look(update));
  };
  const scaleAtStart = plan.noiseScale({ update: 0, epoch: 0 });
  await examine(0, (await evaluate(plan.model, plan.validation, scaleAtStart)).nll, scaleAtStart);
  await gate();
  await train({
    ...trainingOf(plan),
    async onEvent(event) {
      if (event.type === 'update') {
        const point = toPoint(event);
        if (point) emit(point);
        await gate();
      }
      if (event.type === 'validation') {
        const { update, nll, epoch } = event;
        await examine(update, nll, plan.noiseScale({ update, epoch: epoch - 1 }));
      }
    },
  });
}

/** Joins updates, so that a run has as many points as can be seen. */
function pointMaker(total: number) {
  const perPoint = Math.ceil(total / points);
  let sum = 0;
  return ({ update, nll, noiseScale }: TrainEvent & { type: 'update' }): TrainingEvent | undefined => {
    sum += nll;
    if (update % perPoint !== 0 && update !== total) return undefined;
    const loss = sum / (((update - 1) % perPoint) + 1);
    sum = 0;
    return { type: 'training', update, total, loss, noiseScale };
  };
}

/** Where the memory is written and read in the first example of those it is validated on. */
async function memoryEvent(plan: RecallPlan, update: number): Promise<MemoryEvent> {
  const batch = plan.validation.batch(0, 0);
  const [reading, writing] = await plan.model.weights(batch, plan.noiseScale({ update, epoch: 0 }));
  const { firstAnswerStep, answerSteps } = batch;
  // The query is a delimiter and an item, the answer too.
  return {
    type: 'memory',
    update,
    reading,
    writing,
    queryStep: firstAnswerStep - answerSteps - 2,
    answerStep: firstAnswerStep,
  };
}
