import { createNoiseStream } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../checkpoint/checkpoint.ts';
import { sgd } from '../optimizers/sgd.ts';
import { memoryStore } from '../testing/runs.ts';
import { tinyData, tinyModel, type TinyStage, tinyValidation } from '../testing/tiny-model.ts';
import { evaluate } from './evaluate.ts';
import type { TrainEvent } from './events.ts';
import type { CurriculumRule, EpochFigures, TrainOptions } from './options.ts';
import { train } from './train.ts';

type Batch = ReturnType<typeof tinyData.batch>;

/** Trains three epochs without noise. */
async function run(more: Partial<TrainOptions<Batch>>): Promise<TrainEvent[]> {
  const model = more.model ?? tinyModel();
  const events: TrainEvent[] = [];
  await train({
    model,
    data: tinyData,
    optimizer: sgd(),
    learningRate: () => 0.1,
    noiseScale: () => 0,
    noise: createNoiseStream(1),
    epochs: 3,
    onEvent: (event) => void events.push(event),
    ...more,
  });
  return events;
}

/** The same windows every epoch. */
const fixedData: typeof tinyData = { ...tinyData, batch: (index) => tinyData.batch(index, 0) };

const harder = (next: CurriculumRule<TinyStage>['next']): CurriculumRule<TinyStage> => ({
  initial: { skipped: 0 },
  next,
  learningRate: ({ skipped }) => 1 / (1 + skipped),
});

describe('a curriculum', () => {
  it('gives its stage to all batches and its factor to the learning rate, and moves on with every epoch', async () => {
    const asked: unknown[] = [];
    const recording = (source: typeof tinyData): typeof tinyData => ({
      ...source,
      batch: (index, epoch, stage) => {
        asked.push(stage);
        return source.batch(index, epoch, stage);
      },
    });
    const events = await run({
      data: recording(tinyData),
      validation: recording(tinyValidation),
      curriculum: harder(({ skipped }) => ({ skipped: skipped + 1 })),
    });
    const stages = Array.from({ length: 3 * 7 }, (_, n) => ({ skipped: Math.floor(n / 7) }));
    expect(asked).toEqual(stages);
    const rates = events.flatMap((event) => (event.type === 'update' ? [event.learningRate] : []));
    expect(rates).toEqual([0.1, 0.1 / 2, 0.1 / 3].flatMap((rate) => Array(5).fill(rate)));
    const told = events.flatMap((event) => (event.type === 'validation' ? [event.stage] : []));
    expect(told).toEqual([{ skipped: 0 }, { skipped: 1 }, { skipped: 2 }]);
  });

  it('sees the figures that the events tell, validation only where there is any', async () => {
    const seen: EpochFigures[] = [];
    const rule = harder((stage, figures) => {
      seen.push(figures);
      return stage;
    });
    const events = await run({ curriculum: rule, validation: tinyValidation });
    const told = (type: 'epoch' | 'validation') =>
      events.flatMap((event) => (event.type === type ? [{ nll: event.nll, accuracy: event.accuracy }] : []));
    expect(seen.map(({ training }) => training)).toEqual(told('epoch'));
    expect(seen.map(({ validation }) => validation)).toEqual(told('validation'));
    expect(seen).toHaveLength(3);

    seen.length = 0;
    await run({ curriculum: rule });
    expect(seen.map(({ validation }) => validation)).toEqual([undefined, undefined, undefined]);
  });

  it('is stored, so that it must be JSON', async () => {
    const curriculum = { ...harder((stage) => stage), initial: { skipped: Number.NaN } };
    await expect(run({ curriculum })).rejects.toThrow('train: curriculum.initial must be plain JSON');
    const later = run({ curriculum: harder(() => ({ skipped: Infinity })) });
    await expect(later).rejects.toThrow('train: curriculum.next(...) must be plain JSON');
  });

  it('must be whole', async () => {
    await expect(run({ curriculum: harder(undefined as never) })).rejects.toThrow(
      'train: curriculum.next must be a function, got undefined.',
    );
    await expect(run({ curriculum: { ...harder((stage) => stage), stage: 1 } as never })).rejects.toThrow(
      'train: curriculum must hold only initial, next, learningRate, got "stage".',
    );
  });

  it('begins anew in a checkpoint that has none', async () => {
    const store = memoryStore();
    const checkpoints = { store, architecture: null };
    await run({ checkpoints, maxUpdates: 7 });
    const { stage: _, epochCorrect: __, ...progress } = decodeCheckpoint(store.saved.at(-1)!.bytes).progress;
    const resume = { ...decodeCheckpoint(store.saved.at(-1)!.bytes), progress: progress as never };
    const events = await run({ resume, checkpoints, curriculum: harder((stage) => stage) });
    expect(events.find(({ type }) => type === 'epoch')).toMatchObject({ update: 10, stage: { skipped: 0 } });
  });
});

describe('accuracy', () => {
  it('is the share of right predictions, in training, in validation and in evaluate', async () => {
    const model = tinyModel();
    const events = await run({
      model,
      epochs: 30,
      learningRate: () => 0.5,
      data: fixedData,
      validation: fixedData,
    });
    const { accuracy, count } = await evaluate(model, fixedData, 0);
    // Counted by hand, from the same state before every window.
    let carry = model.initialCarry(fixedData.batch(0, 0));
    let right = 0;
    for (let index = 0; index < fixedData.batchesPerEpoch; index++) {
      const context = { training: false, noise: createNoiseStream(1), noiseScale: 0 };
      const forward = model.forward(fixedData.batch(index, 0), carry, context);
      right += forward.correct!.dataSync()[0]!;
      carry = forward.carry;
    }
    expect(count).toBe(30);
    expect(accuracy).toBe(right / 30);
    const told = (type: 'epoch' | 'validation') =>
      events.flatMap((event) => (event.type === type ? [event.accuracy!] : []));
    expect(told('validation').at(-1)).toBe(accuracy);
    expect(accuracy).toBeGreaterThan(told('validation')[0]!);
    expect(told('epoch').at(-1)).toBeGreaterThan(told('epoch')[0]!);
  });

  it('is not told of a model that does not say what is right', async () => {
    const whole = tinyModel();
    const model = {
      ...whole,
      forward(...args: Parameters<typeof whole.forward>) {
        const { correct: _, ...rest } = whole.forward(...args);
        return rest;
      },
    };
    const events = await run({ model, validation: tinyValidation });
    const told = events.filter(({ type }) => type === 'epoch' || type === 'validation');
    expect(told).toHaveLength(6);
    expect(told.some((event) => 'accuracy' in event || 'stage' in event)).toBe(false);
  });
});
