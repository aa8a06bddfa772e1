import * as tf from '@tensorflow/tfjs';
import { inputValues, layerValues } from '../../workloads/values.ts';
import type { OwnCellWorkload } from '../../workloads/workload.ts';
import { ownCellStep } from '../tfjs/own-cell.ts';
import { sgdStep } from '../tfjs/sgd-step.ts';
import { tensorOf } from '../tfjs/tensors.ts';
import type { Step } from '../task.ts';

/** The bench's own cell as a cell of tf.layers.rnn. */
export function buildOwnCell(workload: OwnCellWorkload): Step {
  const { units, time } = workload;
  const layer = tf.layers.rnn({ cell: new OwnCell(units), returnSequences: true });
  const input = tf.input({ shape: [time, units] });
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  const { kernel, recurrentKernel, bias } = layerValues(units, 3, 0);
  layer.setWeights([tensorOf(kernel), tensorOf(recurrentKernel), tensorOf(bias)]);
  const xs = tensorOf(inputValues(workload));
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return sgdStep(() => {
    const outputs = model.apply(xs, { training: true }) as tf.Tensor;
    return tf.mean(tf.square(outputs));
  }, variables);
}

class OwnCell extends tf.layers.RNNCell {
  static readonly className = 'OwnCell';
  readonly stateSize: number[];
  private readonly units: number;
  private parameters: tf.LayerVariable[] = [];

  constructor(units: number) {
    super({});
    this.units = units;
    this.stateSize = [units, units];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = (inputShape as tf.Shape).at(-1)!;
    const add = (name: string, shape: number[]): tf.LayerVariable =>
      this.addWeight(name, shape, 'float32', tf.initializers.zeros());
    this.parameters = [
      add('kernel', [features, 3 * this.units]),
      add('recurrentKernel', [this.units, 3 * this.units]),
      add('bias', [3 * this.units]),
    ];
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    return tf.tidy(() => {
      const [x, h, c] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [kernel, recurrentKernel, bias] = this.parameters.map((parameter) => parameter.read());
      const params = { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! };
      const next = ownCellStep(params, x, h, c, tf.sigmoid, tf.tanh);
      return [next.h, next.h, next.c];
    });
  }
}
