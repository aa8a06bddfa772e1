import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@unsaturate/wasm'; // compiles the recurrence
import { counting } from 'paper/counting';
import { armNames as armNamesOf } from 'paper/experiment';
import { recall } from 'paper/recall';
import { beforeAll, describe, expect, it } from 'vitest';
import { noProgress, withEvents } from './arm-progress.ts';
import { type ArmEvent, type ArmRun, runArm } from './arm-run.ts';
import { createGate } from './gate.ts';
import { armNames, taskNames } from './state.ts';
import { heldOutWords } from './words.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const smoke = (task: ArmRun['task'], arm: ArmRun['arm'], seed = 1): ArmRun => ({
  task,
  arm,
  preset: 'smoke',
  seed,
});

async function eventsOf(run: ArmRun, gate = createGate()): Promise<ArmEvent[]> {
  const events: ArmEvent[] = [];
  await runArm(run, (event) => void events.push(event), gate.passed);
  return events;
}

let noisyRun: Promise<ArmEvent[]>;
beforeAll(() => {
  noisyRun = eventsOf(smoke('counting', 'nan'));
});

describe('the arms of a race', () => {
  it('are those of the experiments', () => {
    expect(armNames.counting).toEqual(armNamesOf(counting));
    expect(armNames.recall).toEqual(armNamesOf(recall));
  });
});

describe('runArm', () => {
  it.each(taskNames)('tells all about %s that is shown', async (task) => {
    const progress = withEvents(noProgress, await eventsOf(smoke(task, 'nan-annealed')));
    const { update, total, loss, heldOut, noiseScale } = progress;
    expect(update).toBe(total);
    expect(loss.map(([at]) => at)).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(loss.every(([, value]) => value > 0)).toBe(true);
    expect(heldOut.map(([at]) => at)).toEqual(Array.from({ length: total / 5 + 1 }, (_, i) => 5 * i));
    expect(heldOut.every(([, values]) => values[heldOutWords[task].value]! >= 0)).toBe(true);
    expect(noiseScale).toBeLessThan(30);
  });

  it('shows shares of attention at every step, and what the steps are', async () => {
    const { memory } = withEvents(noProgress, await eventsOf(smoke('recall', 'regular')));
    const { reading, writing, queryStep, answerStep } = memory!;
    for (const weights of [reading, writing]) {
      for (const step of weights) expect(step.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    }
    // Items, question and answer are a delimiter and three vectors each; the answer begins after its delimiter.
    expect(queryStep % 4).toBe(0);
    expect(answerStep - queryStep).toBe(5);
    expect(reading.length - answerStep).toBe(3);
    expect(writing).toHaveLength(reading.length);
  });

  it('depends on the start number', async () => {
    const [one, other] = [await noisyRun, await eventsOf(smoke('counting', 'nan', 2))];
    expect(other).not.toEqual(one);
  });

  it('gives all arms the same examples and the same start', async () => {
    const firstOf = (events: ArmEvent[]) => events.find(({ type }) => type === 'training');
    const [plain, noisy] = [firstOf(await eventsOf(smoke('counting', 'hard'))), firstOf(await noisyRun)];
    // Hardly a unit is saturated at the start, so that there is little noise.
    expect(plain).toMatchObject({ type: 'training', update: 1 });
    expect((noisy as { loss: number }).loss).toBeCloseTo((plain as { loss: number }).loss, 2);
  });

  it('waits while it is held, and goes on to the same end', async () => {
    const gate = createGate();
    const events: ArmEvent[] = [];
    let run = Promise.resolve();
    await new Promise<void>((resolve) => {
      const emit = (event: ArmEvent): void => {
        events.push(event);
        if (event.type !== 'training' || event.update !== 7) return;
        gate.hold();
        resolve();
      };
      run = runArm(smoke('counting', 'nan'), emit, gate.passed);
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    expect(withEvents(noProgress, events).update).toBe(7);
    gate.go();
    await run;
    expect(events).toEqual(await noisyRun);
  });
});
