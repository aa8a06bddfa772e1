import * as tf from '@tensorflow/tfjs';
import { lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type ActivationChoice, scan, type Tensors, zeroState } from '@unsaturate/scan';
import { type DeviceLostError, whenDeviceLost } from '../index.ts';
import { startWebgpu } from '../node/index.ts';
import { randomTensor } from '../../../scan/src/testing/scan-case.ts';

/** What {@link module} prints, as JSON. */
export interface LostDeviceReport {
  /** Losses of a training on one device, update by update. */
  readonly undisturbed: readonly number[];
  /** Those of a training whose device was lost and which went on with another. */
  readonly resumed: readonly number[];
  /** What reading a tensor of the lost device came to. */
  readonly read: string;
  readonly loss: Pick<DeviceLostError, 'name' | 'message' | 'reason' | 'details'>;
  /** Whether the device is another one after the loss, and the same when WebGPU is started again without one. */
  readonly isFresh: boolean;
  readonly isKept: boolean;
}

const sizes = { inputSize: 3, units: 4 };
const updates = 4;
const activations: ActivationChoice = {
  sigmoid: { base: 'hardSigmoid', variant: 'NAN', c: 0.5 },
  tanh: { base: 'hardTanh', variant: 'NAN', c: 0.5 },
};
const shapes = Object.entries(lstm.params(sizes));
type Params = Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>;
type Values = Readonly<Record<string, Float32Array>>;

/** Makes an update by gradient descent; returns its loss, the new values, and what reads that loss once more. */
async function makeUpdate(
  values: Values,
  update: number,
): Promise<{ loss: number; values: Values; again: tf.Tensor }> {
  const params = shapes.map(([name, shape]) => tf.tensor(values[name]!, [...shape]));
  const noise = createNoiseStream([1, 2], 100 * update);
  const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
    const named = Object.fromEntries(shapes.map(([name], i) => [name, tensors[i]!])) as Params;
    const options = { activations, noise, training: true, engine: 'compiled' } as const;
    const { outputs } = scan(lstm, named, randomTensor([2, 5, 3], 9), zeroState(lstm, sizes, 2), options);
    return tf.mean(tf.square(outputs));
  };
  const { value, grads } = tf.valueAndGrads(lossOf)(params);
  const next = grads.map((grad, i) => tf.sub(params[i]!, tf.mul(grad, 0.5)));
  const read = await Promise.all(next.map((each) => each.data<'float32'>()));
  const named = Object.fromEntries(shapes.map(([name], i) => [name, read[i]!]));
  return { loss: (await value.data())[0]!, values: named, again: tf.mul(next[0]!, 2) };
}

function initialValues(): Values {
  const filled = shapes.map(([name, shape], i) => [name, randomTensor(shape, i).dataSync<'float32'>()]);
  return Object.fromEntries(filled) as Values;
}

/** Trains; before an update the device may be destroyed, with the read of a value under way. */
async function train(
  lostBefore: number | undefined,
  onLoss: (read: string) => Promise<void>,
): Promise<number[]> {
  let values = initialValues();
  const losses: number[] = [];
  for (let update = 0; update < updates; update++) {
    const result = await makeUpdate(values, update);
    losses.push(result.loss);
    values = result.values;
    if (update + 1 !== lostBefore) continue;
    const read = outcomeOf(result.again.data());
    device().destroy();
    const later = await outcomeOf(makeUpdate(values, update + 1));
    await onLoss(`${await read}, then ${later}`);
  }
  return losses;
}

function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'resolves',
    (error: unknown) => `rejects (${String(error)})`,
  );
}

function device(): GPUDevice {
  return (tf.backend() as unknown as { readonly device: GPUDevice }).device;
}

await startWebgpu();
const undisturbed = await train(undefined, async () => {});
const first = device();
let report: Pick<LostDeviceReport, 'read' | 'loss'> | undefined;
const lost = whenDeviceLost();
const resumed = await train(2, async (read) => {
  const { name, message, reason, details } = await lost;
  report = { read, loss: { name, message, reason, details } };
  await startWebgpu();
});
const second = device();
await startWebgpu();
const [isFresh, isKept] = [second !== first, device() === second];
console.log(JSON.stringify({ undisturbed, resumed, isFresh, isKept, ...report! } satisfies LostDeviceReport));
