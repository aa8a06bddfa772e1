import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { defineCell, scan, type ScanOptions, type Tensors } from '@unsaturate/scan';
import { OutOfMemoryError } from '../../index.ts';
import { randomTensor } from '../../../../scan/src/testing/scan-case.ts';
import { loudspeaker, tokens } from '../../../../scan/src/testing/small-cells.ts';

const sizes = { inputSize: 3, units: 4 };
const noisy = { sigmoid: { variant: 'NAN' }, tanh: { variant: 'NAN' } } as const;

function tensorsOf(shapes: Readonly<Record<string, readonly number[]>>, seed: number): Tensors {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [name, randomTensor(shape, seed + i, 0.5)]),
  );
}

const gruTensors = (batch: number, time: number) => ({
  params: tensorsOf(gru.params(sizes), 10) as Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>,
  xs: randomTensor([batch, time, 3], 1),
  init: { h: randomTensor([batch, 4], 2) },
});

type Engine = { readonly engine: 'eager' | 'compiled' };

/** What is run with each engine, by what it shows; each gives tensors that must be alike. */
const situations: Readonly<Record<string, (engine: Engine) => tf.Tensor[]>> = {
  'gradients in some of the inputs'(engine) {
    const { params, xs, init } = gruTensors(2, 5);
    const run = (some: object): tf.Scalar =>
      tf.sum(tf.square(scan(gru, { ...params, ...some }, xs, init, engine).outputs));
    return [
      tf.grad((kernel) => run({ kernel }))(params.kernel),
      tf.grad((bias) => run({ bias }))(params.bias),
      tf.grad((h) => tf.sum(scan(gru, params, xs, { h }, engine).state.h))(init.h),
      tf.grad((x) => tf.sum(tf.square(scan(gru, params, x, init, engine).outputs)))(xs),
    ];
  },
  'two layers, and a result that is used twice'(engine) {
    const { params, xs, init } = gruTensors(2, 5);
    const upper = tensorsOf(gru.params({ inputSize: 4, units: 4 }), 30) as typeof params;
    const options = { ...engine, noise: createNoiseStream(3), training: true, activations: noisy };
    const loss = (lower: tf.Tensor, higher: tf.Tensor): tf.Scalar => {
      const first = scan(gru, { ...params, kernel: lower }, xs, init, options);
      const second = scan(gru, { ...upper, kernel: higher }, first.outputs, first.state, options);
      return tf.sum(tf.mul(tf.square(second.outputs), first.outputs));
    };
    return tf.grads(loss)([params.kernel, upper.kernel]);
  },
  'one tensor that is several inputs'(engine) {
    const { xs, init } = gruTensors(2, 3);
    const square = defineCell({
      name: 'square',
      sites: [],
      params: () => ({ a: [4, 4], b: [4, 4], kernel: [3, 4] }),
      state: () => ({ h: [4] }),
      step({ a, b, kernel }, x, { h }: Tensors<'h'>) {
        const output = tf.tanh(tf.add(tf.matMul(x, kernel), tf.matMul(tf.sigmoid(tf.matMul(h, a)), b)));
        return { output, state: { h: output } };
      },
    });
    const kernel = randomTensor([3, 4], 4);
    const loss = (w: tf.Tensor): tf.Scalar =>
      tf.sum(scan(square, { a: w, b: w, kernel }, xs, init, engine).outputs);
    return [tf.grad(loss)(randomTensor([4, 4], 5))];
  },
  'an optimizer, under tidy'(engine) {
    const { params, xs, init } = gruTensors(2, 4);
    const kernel = tf.variable(params.kernel);
    const loss = (): tf.Scalar =>
      tf.tidy(() => tf.sum(tf.square(scan(gru, { ...params, kernel }, xs, init, engine).outputs)));
    const optimizer = tf.train.sgd(0.05);
    const costs = [1, 2, 3].map(() => optimizer.minimize(loss, true, [kernel])!);
    const result = kernel.clone();
    kernel.dispose();
    return [...costs, result];
  },
  'a variable that a step captures, before and after it changes'(engine) {
    const { xs, init } = gruTensors(2, 4);
    const kernel = randomTensor([3, 4], 5);
    const variable = tf.variable(randomTensor([4, 4], 6));
    const cell = defineCell({
      name: 'capturing',
      sites: [],
      params: () => ({ kernel: [3, 4] }),
      state: () => ({ h: [4] }),
      step({ kernel }, x, { h }: Tensors<'h'>) {
        const output = tf.tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, variable)));
        return { output, state: { h: output } };
      },
    });
    const run = (): tf.Tensor[] => {
      const { value, grads } = tf.variableGrads(
        () => tf.sum(scan(cell, { kernel }, xs, init, engine).outputs),
        [variable],
      );
      return [value, grads[variable.name]!];
    };
    const first = run();
    variable.assign(randomTensor([4, 4], 7));
    const second = run();
    variable.dispose();
    return [...first, ...second];
  },
  'any number of time steps'(engine) {
    return [3, 1, 17, 2, 40].flatMap((time) => {
      const { params, xs, init } = gruTensors(2, time);
      const loss = (x: tf.Tensor): tf.Scalar => tf.sum(scan(gru, params, x, init, engine).outputs);
      return [scan(gru, params, xs, init, engine).outputs, tf.grad(loss)(xs)];
    });
  },
  'whole numbers'(engine) {
    const table = randomTensor([5, 4], 1);
    const xs = tf.tensor2d([1, 4, 0, 3, 2, 2], [2, 3], 'int32');
    const init = { h: tf.zeros([2, 4]), count: tf.tensor1d([3, 0], 'int32') };
    return [undefined, tf.tensor2d([0, 1, 1, 1, 0, 1], [2, 3])].flatMap((mask) => {
      const options = { ...engine, ...(mask && { mask }) };
      const { outputs, state } = scan(tokens, { table }, xs, init, options);
      const loss = (each: tf.Tensor): tf.Scalar =>
        tf.sum(tf.square(scan(tokens, { table: each }, xs, init, options).outputs));
      return [outputs, state.h, state.count, tf.grad(loss)(table)];
    });
  },
  'noise, element for element'(engine) {
    const xs = randomTensor([3, 4, 5], 1);
    const init = { last: randomTensor([3, 5], 2) };
    return [false, true].map((reverse) => {
      const options = { ...engine, training: true, reverse, noise: createNoiseStream([7, 0], 5) };
      const activations = { tanh: { variant: 'NANI', c: 1 } } as const;
      return scan(loudspeaker, {}, xs, init, { ...options, activations }).outputs;
    });
  },
};

/** Names of the situations of {@link situationError}. */
export const situationNames: readonly string[] = Object.keys(situations);

/** How far compiled on WebGPU and eager on the CPU are apart: of each tensor, relative to its largest value or 0.01. */
export async function situationError(name: string): Promise<number> {
  const run = async (backend: string, engine: Engine): Promise<number[][]> => {
    await tf.setBackend(backend);
    const tensors = tf.tidy(() => situations[name]!(engine));
    const values: number[][] = [];
    for (const tensor of tensors) values.push([...(await tensor.data())]);
    tf.dispose(tensors);
    return values;
  };
  const [eager, compiled] = [
    await run('cpu', { engine: 'eager' }),
    await run('webgpu', { engine: 'compiled' }),
  ];
  const errors = eager.map((list, i) => {
    const scale = Math.max(0.01, ...list.map(Math.abs));
    return Math.max(...list.map((value, k) => Math.abs(value - compiled[i]![k]!))) / scale;
  });
  return errors.some(Number.isNaN) ? Infinity : Math.max(...errors);
}

type GpuMemory = tf.MemoryInfo & { readonly numBytesInGPU: number; readonly numBytesAllocatedInGPU: number };

/** Tensors, and bytes in GPU memory, that repeated scans leave behind: forward only, and with gradients. */
export async function leftBehind(): Promise<{ tensors: number; bytes: number; allocated: number }> {
  await tf.setBackend('webgpu');
  const params = tensorsOf(lstm.params(sizes), 10) as Parameters<typeof lstm.step>[0];
  const xs = randomTensor([2, 4, 3], 1);
  const init = { h: tf.zeros([2, 4]), c: tf.zeros([2, 4]) };
  const mask = tf.tensor2d([1, 1, 0, 1, 0, 0, 1, 1], [2, 4]);
  const options = (): ScanOptions =>
    ({ engine: 'compiled', mask, training: true, activations: noisy, noise: createNoiseStream(1) }) as const;
  const memory = async (): Promise<{ tensors: number; bytes: number; allocated: number }> => {
    // What was disposed of is given back when the commands are handed over.
    await xs.data();
    await tf.zeros([1]).data();
    const { numTensors, numBytesInGPU, numBytesAllocatedInGPU } = tf.memory() as GpuMemory;
    return { tensors: numTensors, bytes: numBytesInGPU, allocated: numBytesAllocatedInGPU };
  };
  const run = async (): Promise<void> => {
    const { outputs, state } = scan(lstm, params, xs, init, options());
    await outputs.data();
    tf.dispose([outputs, ...Object.values(state)]);
    const { value, grads } = tf.valueAndGrads((kernel: tf.Tensor, x: tf.Tensor) =>
      tf.sum(scan(lstm, { ...params, kernel }, x, init, options()).outputs),
    )([params['kernel'], xs]);
    await grads[0]!.data();
    tf.dispose([value, ...grads]);
  };
  tf.engine().startScope();
  await run();
  await run();
  const before = await memory();
  for (let i = 0; i < 12; i++) await run();
  const after = await memory();
  tf.engine().endScope();
  return {
    tensors: after.tensors - before.tensors - 1,
    bytes: after.bytes - before.bytes,
    allocated: after.allocated - before.allocated,
  };
}

/** What a scan throws whose states do not fit, and whether it left tensors and the noise stream as they were. */
export async function tooLarge(): Promise<{
  message: string;
  isTyped: boolean;
  unchanged: boolean;
  goesOn: boolean;
}> {
  await tf.setBackend('webgpu');
  const wide = defineCell({
    name: 'wide',
    sites: ['h'],
    params: () => ({ gain: [1200] }),
    state: () => ({ h: [1200] }),
    step({ gain }, x, { h }: Tensors<'h'>, { tanh }) {
      const next = tanh(tf.add(tf.mul(h, gain), x));
      return { output: tf.mean(next, 1), state: { h: next } };
    },
  });
  const gain = randomTensor([1200], 1);
  const h = tf.zeros([1, 1200]);
  const noise = createNoiseStream(7, 3);
  const run = (time: number): tf.Tensor =>
    scan(
      wide,
      { gain },
      tf.zeros([1, time, 1]),
      { h },
      {
        engine: 'compiled',
        training: true,
        activations: noisy,
        noise,
      },
    ).outputs;
  const before = tf.memory().numTensors;
  let error: unknown;
  try {
    tf.tidy(() => run(2 ** 22));
  } catch (thrown) {
    error = thrown;
  }
  const unchanged = tf.memory().numTensors === before && noise.next === 3;
  const outputs = tf.tidy(() => run(2));
  const goesOn = (await outputs.data()).every(Number.isFinite);
  tf.dispose([gain, h, outputs]);
  return {
    message: error instanceof Error ? error.message : String(error),
    isTyped: error instanceof OutOfMemoryError,
    unchanged,
    goesOn,
  };
}
