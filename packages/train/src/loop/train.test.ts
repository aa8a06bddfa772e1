import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import type { Trainable } from '../model.ts';
import { sgd } from '../optimizers/sgd.ts';
import { memoryStore, tinyOptions } from '../testing/runs.ts';
import { type TinyBatch, tinyData, tinyModel, tinyValidation } from '../testing/tiny-model.ts';
import { evaluate } from './evaluate.ts';
import type { TrainEvent } from './events.ts';
import { NonFiniteLossError } from './non-finite.ts';
import type { TrainOptions } from './options.ts';
import { train } from './train.ts';

type Options = TrainOptions<TinyBatch>;

async function run(change: Partial<Options> = {}): Promise<{
  events: TrainEvent[];
  model: Trainable<TinyBatch>;
  store: ReturnType<typeof memoryStore>;
  result: Awaited<ReturnType<typeof train>>;
}> {
  const events: TrainEvent[] = [];
  const model = tinyModel();
  const store = memoryStore();
  const onEvent = (event: TrainEvent): number => events.push(event);
  const result = await train({
    ...tinyOptions(model, store),
    onEvent: (event) => void onEvent(event),
    ...change,
  });
  return { events, model, store, result };
}

function updatesOf(events: readonly TrainEvent[]): TrainEvent[] {
  return events.filter(({ type }) => type === 'update');
}

describe('train', () => {
  it('reports what it does, in order', async () => {
    const { events, store, result } = await run({ epochs: 2 });
    const order = events.map(({ type, update }) => `${type} ${update}`);
    expect(order.join(', ')).toBe(
      'update 1, update 2, diagnostics 2, update 3, checkpoint 3, update 4, diagnostics 4, ' +
        'update 5, epoch 5, validation 5, checkpoint 5, ' +
        'update 6, diagnostics 6, checkpoint 6, update 7, update 8, diagnostics 8, update 9, checkpoint 9, ' +
        'update 10, diagnostics 10, epoch 10, validation 10, checkpoint 10, end 10',
    );
    expect(result).toMatchObject({ reason: 'completed', update: 10, epoch: 2 });
    expect(store.saved.map(({ update }) => update)).toEqual([3, 5, 6, 9, 10]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  it('learns', async () => {
    const { events, model } = await run({
      epochs: 50,
      learningRate: () => 0.05,
      noiseScale: () => 0.05,
      plateau: undefined as never,
    });
    const epochs = events.filter((event) => event.type === 'epoch');
    expect(epochs[0]!.perplexity).toBeGreaterThan(3);
    expect(epochs.at(-1)!.perplexity).toBeLessThan(2);
    const { nll, count, perplexity } = await evaluate(model, tinyData, 0.05);
    expect(count).toBe(30);
    expect(perplexity).toBeCloseTo(Math.exp(nll), 12);
    expect(perplexity).toBeLessThan(2);
  });

  it('follows the schedules, the plateau rule and the limit of the norm', async () => {
    const { events } = await run();
    const updates = events.filter((event) => event.type === 'update');
    const validations = events.filter((event) => event.type === 'validation');
    let factor = 1;
    for (const event of updates) {
      const u = event.update - 1;
      if (u > 0 && u % 5 === 0) factor *= validations[u / 5 - 1]!.nll > 1.3 ? 0.7 : 0.9;
      expect(event.learningRate).toBeCloseTo((0.05 / (1 + u / 10)) * factor, 12);
      expect(event.noiseScale).toBe(0.5 / Math.sqrt(u + 1));
      expect(event.epoch).toBe(1 + Math.floor(u / 5));
      expect(event.clippedNorm).toBe(Math.min(event.gradientNorm, 0.6));
      expect(event.nll).toBeCloseTo(event.loss, 6);
    }
    expect(updates.some((event) => event.gradientNorm > 0.6)).toBe(true);
  });

  it('applies the clipped gradient of the window, from the carry of the window before', async () => {
    const model = tinyModel();
    const expected = tinyModel();
    let { h } = expected.initialCarry(tinyData.batch(0, 0));
    for (let index = 0; index < 2; index++) {
      let next: tf.Tensor | undefined;
      const { grads } = tf.variableGrads(() => {
        const context = { training: true, noise: createNoiseStream([0, 0], index * 3), noiseScale: 0 };
        const { loss, carry } = expected.forward(tinyData.batch(index, 0), { h: h! }, context);
        next = tf.keep(tf.clone(carry.h!));
        return loss;
      });
      const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]!);
      const scale = Math.min(1, 0.2 / Math.sqrt(squares.reduce((a, b) => a + b)));
      for (const parameter of Object.values(expected.parameters)) {
        const gradient = grads[parameter.name];
        if (gradient) parameter.assign(tf.sub(parameter, tf.mul(gradient, 0.5 * scale)));
      }
      h = next!;
    }
    await train({
      ...tinyOptions(model, memoryStore()),
      optimizer: sgd(),
      learningRate: () => 0.5,
      plateau: { initial: null, next: () => null, value: () => 1 },
      noiseScale: () => 0,
      clipNorm: 0.2,
      maxUpdates: 2,
    });
    for (const [name, parameter] of Object.entries(expected.parameters)) {
      const ours = model.parameters[name]!.dataSync();
      parameter.dataSync().forEach((value, i) => expect(ours[i]).toBeCloseTo(value, 5));
    }
  });

  it('asks for batches by index and epoch, and for those of the first epoch when validating', async () => {
    const asked: string[] = [];
    const noting = (name: string, source: typeof tinyData): typeof tinyData => ({
      ...source,
      batch(index, epoch) {
        asked.push(`${name} ${index} ${epoch}`);
        return source.batch(index, epoch);
      },
    });
    const data = noting('train', { ...tinyData, batchesPerEpoch: 2 });
    await run({ data, validation: noting('validate', tinyValidation), epochs: 2 });
    expect(asked).toEqual(
      [0, 1].flatMap((epoch) => [`train 0 ${epoch}`, `train 1 ${epoch}`, 'validate 0 0', 'validate 1 0']),
    );
  });

  it('keeps the number of tensors constant over 200 updates', async () => {
    const model = tinyModel();
    const counts = new Set<number>();
    const before = tf.memory().numTensors;
    await train({
      ...tinyOptions(model, memoryStore()),
      epochs: 41,
      onEvent: ({ type }) => {
        if (type === 'update') counts.add(tf.memory().numTensors);
      },
    });
    expect([...counts]).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes training noise only: validating and diagnosing change nothing', async () => {
    const plain = await run({
      diagnosticsEvery: undefined as never,
      validation: undefined as never,
      plateau: undefined as never,
    });
    const watched = await run({ diagnosticsEvery: 1, plateau: undefined as never });
    expect(updatesOf(watched.events)).toEqual(updatesOf(plain.events));
  });

  it('leaves the noise stream of the caller as it is', async () => {
    const noise = createNoiseStream(4, 17);
    await run({ noise, maxUpdates: 1 });
    expect(noise).toEqual(createNoiseStream(4, 17));
  });

  it('marks a checkpoint as best when validation improved', async () => {
    const { events, store, result } = await run({ epochs: 6, learningRate: () => 0.2 });
    const validations = events.filter((event) => event.type === 'validation');
    const improved = validations.filter((event, i) =>
      validations.slice(0, i).every(({ nll }) => nll > event.nll),
    );
    expect(store.saved.filter(({ best }) => best).map(({ update }) => update)).toEqual(
      improved.map(({ update }) => update),
    );
    expect(improved.length).toBeLessThan(validations.length);
    expect(result.bestValidation).toBe(improved.at(-1)!.nll);
  });

  it('hears an abort that a timer brings, though no checkpoint is written in between', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 30);
    const { result } = await run({ epochs: 100_000, signal: abort.signal, checkpoints: undefined as never });
    expect(result.reason).toBe('interrupted');
  });

  it('stops after the update under way when aborted', async () => {
    const abort = new AbortController();
    const { events, store, result } = await run({
      signal: abort.signal,
      noiseScale: ({ update }) => {
        if (update === 3) abort.abort();
        return 0.1;
      },
    });
    expect(result).toMatchObject({ reason: 'interrupted', update: 4 });
    expect(store.saved.at(-1)!.update).toBe(4);
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'interrupted', update: 4 });
  });
});

/** The tiny model whose loss is NaN at one update. */
function failing(): Trainable<TinyBatch> {
  const model = tinyModel();
  let calls = 0;
  return {
    ...model,
    forward(batch, carry, context) {
      const forward = model.forward(batch, carry, context);
      return ++calls === 5 ? { ...forward, loss: tf.mul<tf.Scalar>(forward.loss, Number.NaN) } : forward;
    },
  };
}

describe('a run that fails', () => {
  it('says at which update the loss was NaN, applies nothing and keeps the last checkpoint', async () => {
    const model = failing();
    const store = memoryStore();
    let after4: Float32Array | undefined;
    const before = tf.memory().numTensors;
    const error: unknown = await train({
      ...tinyOptions(model, store),
      onEvent: ({ type, update }) => {
        if (type === 'update' && update === 4)
          after4 = model.parameters.kernel!.dataSync<'float32'>().slice();
      },
    }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(NonFiniteLossError);
    expect(error).toMatchObject({ quantity: 'loss', value: Number.NaN, update: 5 });
    expect(model.parameters.kernel!.dataSync()).toEqual(after4);
    expect(store.saved.map(({ update }) => update)).toEqual([3]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('never stores parameters that are not finite', async () => {
    const store = memoryStore();
    const model = tinyModel();
    const options: Options = { ...tinyOptions(model, store), optimizer: sgd(), maxUpdates: 3 };
    const overflow = train({ ...options, learningRate: ({ update }) => (update === 2 ? 1e308 : 0.1) });
    await expect(overflow).rejects.toThrow(/train: the parameter \w+ is -?Infinity at update 3/);
    expect(store.saved).toEqual([]);
  });

  it.each([
    ['epochs must be given', { epochs: undefined as never }],
    ['epochs must be a positive integer, got 0', { epochs: 0 }],
    ['maxUpdates must be a positive integer', { maxUpdates: 1.5 }],
    ['clipNorm must be above 0', { clipNorm: Number.NaN }],
    ['diagnosticsEvery must be', { diagnosticsEvery: -1 }],
    ['data.batchesPerEpoch must be', { data: { ...tinyData, batchesPerEpoch: 0 } }],
    ['validation.batchesPerEpoch must be', { validation: { ...tinyValidation, batchesPerEpoch: 0 } }],
    ['plateau.initial must be plain JSON', { plateau: { initial: Infinity, next: () => 0, value: () => 1 } }],
    ['options must hold only model, data, ', { clipnorm: 5 } as object],
    [
      'checkpoints must hold only store, every, architecture, user, got "evry"',
      { checkpoints: { evry: 5 } as never },
    ],
    ['model must be an object, got undefined', { model: undefined as never }],
    ['model.forward must be a function', { model: { parameters: {}, initialCarry: () => ({}) } as never }],
    ['data.batch must be a function', { data: { batchesPerEpoch: 1 } as never }],
    ['optimizer must be an object', { optimizer: 'adam' as never }],
    ['noise must be an object', { noise: undefined as never }],
    ['learningRate must be a function, got 0.1', { learningRate: 0.1 as never }],
    ['noiseScale must be a function', { noiseScale: undefined as never }],
    ['learningRate must give', { learningRate: () => Number.NaN }],
    ['noiseScale must give', { noiseScale: () => -1 }],
  ] satisfies [string, Partial<Options>][])('train: %s', async (message, change) => {
    const error: unknown = await run(change).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain(`train: ${message}`);
  });
});

describe('evaluate', () => {
  it.each([
    ['model must be an object, got undefined', undefined, tinyData, 0],
    ['model.parameters must be an object, got undefined', {}, tinyData, 0],
    ['source must be an object, got undefined', tinyModel(), undefined, 0],
    ['source.batchesPerEpoch must be a positive integer, got undefined', tinyModel(), {}, 0],
    ['source.batch must be a function, got undefined', tinyModel(), { batchesPerEpoch: 1 }, 0],
    ['noiseScale must be a finite number of at least 0, got -1', tinyModel(), tinyData, -1],
    ['noiseScale must be a finite number of at least 0, got undefined', tinyModel(), tinyData, undefined],
  ])('refuses: %s', async (message, model, source, noiseScale) => {
    await expect(evaluate(model as never, source as never, noiseScale as never)).rejects.toThrow(
      `evaluate: ${message}.`,
    );
  });
});
