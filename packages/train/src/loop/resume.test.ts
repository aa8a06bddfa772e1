import { describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../checkpoint/checkpoint.ts';
import { CheckpointMismatchError } from '../checkpoint/errors.ts';
import { momentum, nesterov } from '../optimizers/momentum.ts';
import { figures, memoryStore, tinyCurriculum, tinyOptions } from '../testing/runs.ts';
import { tinyData, tinyModel } from '../testing/tiny-model.ts';
import type { TrainEvent } from './events.ts';
import { train, type TrainResult } from './train.ts';

interface Run {
  readonly result: TrainResult;
  readonly events: readonly TrainEvent[];
  readonly bytes: Uint8Array;
}

/** Trains until update `stopAt` is done (or to the end), from a checkpoint if there is one. */
async function run(stopAt: number, from?: Uint8Array): Promise<Run> {
  const model = tinyModel();
  const store = memoryStore();
  const events: TrainEvent[] = [];
  const abort = new AbortController();
  const result = await train({
    ...tinyOptions(model, store),
    curriculum: tinyCurriculum,
    ...(from && { resume: decodeCheckpoint(from) }),
    signal: abort.signal,
    onEvent(event) {
      events.push(event);
      if (event.type === 'update' && event.update === stopAt) abort.abort();
    },
  });
  model.dispose();
  return { result, events, bytes: store.saved.at(-1)?.bytes ?? from! };
}

const whole = await run(Infinity);

describe('resuming', () => {
  it.each([
    ['after the first update', [1]],
    ['in the middle of an epoch', [7]],
    ['at the end of an epoch', [5]],
    ['where a checkpoint was written anyway', [3]],
    ['several times', [2, 5, 6, 13]],
    ['after the last update', [15]],
  ])('%s changes no bit', async (_, stops) => {
    let events: TrainEvent[] = [];
    let bytes: Uint8Array | undefined;
    for (const stop of stops) {
      const part = await run(stop, bytes);
      expect(part.result.reason).toBe(stop === 15 ? 'completed' : 'interrupted');
      expect(part.result.update).toBe(stop);
      events = [...events, ...part.events];
      bytes = part.bytes;
    }
    const end = await run(Infinity, bytes);
    expect(end.events[0]).toEqual({ type: 'resume', update: stops.at(-1) });
    expect(figures([...events, ...end.events])).toEqual(figures(whole.events));
    // The last checkpoint holds parameters, slots, noise, sums and position: all of them, to the bit.
    expect(end.bytes).toEqual(whole.bytes);
    expect(end.result).toEqual(whole.result);
  });

  it('depends on what the checkpoint holds', async () => {
    const { bytes } = await run(7);
    const checkpoint = decodeCheckpoint(bytes);
    for (const changed of [
      { ...checkpoint, noise: { ...checkpoint.noise, next: 0 } },
      { ...checkpoint, optimizer: { ...checkpoint.optimizer, step: 0 } },
      { ...checkpoint, slots: { m: checkpoint.slots.v!, v: checkpoint.slots.v! } },
      { ...checkpoint, carry: { h: { ...checkpoint.carry.h!, data: new Float32Array(6) } } },
      { ...checkpoint, progress: { ...checkpoint.progress, plateau: { factor: 1 } } },
      { ...checkpoint, progress: { ...checkpoint.progress, stage: { skipped: 1 } } },
      { ...checkpoint, progress: { ...checkpoint.progress, epochCorrect: 0 } },
    ]) {
      const store = memoryStore();
      await train({ ...tinyOptions(tinyModel(), store), curriculum: tinyCurriculum, resume: changed });
      expect(store.saved.at(-1)!.bytes).not.toEqual(whole.bytes);
    }
  });
});

describe('resuming something else', () => {
  it('lists what differs and touches nothing', async () => {
    const checkpoint = decodeCheckpoint((await run(7)).bytes);
    const model = tinyModel();
    const before = [...model.parameters.kernel!.dataSync()];
    const options = {
      ...tinyOptions(model, memoryStore()),
      optimizer: momentum(),
      data: { ...tinyData, batchesPerEpoch: 4 },
      resume: { ...checkpoint, carry: {} },
    };
    const error: unknown = await train(options).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(CheckpointMismatchError);
    expect((error as CheckpointMismatchError).differences.map(({ key }) => key)).toEqual([
      'optimizer',
      'batchesPerEpoch',
      ...['bias', 'idle', 'kernel', 'outputKernel', 'recurrentKernel'].map((name) => `slots/v/${name}`),
      'carry/h',
    ]);
    expect([...model.parameters.kernel!.dataSync()]).toEqual(before);
  });

  it('says nothing of slots and carry where the parameters differ', async () => {
    const resume = decodeCheckpoint((await run(7)).bytes);
    const error: unknown = await train({ ...tinyOptions(tinyModel(4), memoryStore()), resume }).catch(
      (each: unknown) => each,
    );
    expect((error as CheckpointMismatchError).differences.map(({ key }) => key)).toEqual(
      ['bias', 'kernel', 'outputKernel', 'recurrentKernel'].map((name) => `parameters/${name}`),
    );
  });

  it('tells optimizers with equal slots apart', async () => {
    const store = memoryStore();
    await train({ ...tinyOptions(tinyModel(), store), optimizer: momentum(), maxUpdates: 1 });
    const resume = decodeCheckpoint(store.saved[0]!.bytes);
    const other = train({ ...tinyOptions(tinyModel(), store), optimizer: nesterov(), resume });
    await expect(other).rejects.toThrow('optimizer: checkpoint "momentum", here "nesterov"');
  });
});
