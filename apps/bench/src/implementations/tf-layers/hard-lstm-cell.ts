import * as tf from '@tensorflow/tfjs';

/** An LSTM cell with hardSigmoid and hardTanh, with or without NAH noise, as a user of tf.layers writes it. */
export class HardLstmCell extends tf.layers.RNNCell {
  static readonly className = 'HardLstmCell';
  readonly stateSize: number[];
  private readonly units: number;
  private readonly noisy: boolean;
  private parameters: tf.LayerVariable[] = [];

  constructor(units: number, noisy: boolean) {
    super({});
    this.units = units;
    this.noisy = noisy;
    this.stateSize = [units, units];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = (inputShape as tf.Shape).at(-1)!;
    const add = (name: string, shape: number[]): tf.LayerVariable =>
      this.addWeight(name, shape, 'float32', tf.initializers.zeros());
    this.parameters = [
      add('kernel', [features, 4 * this.units]),
      add('recurrentKernel', [this.units, 4 * this.units]),
      add('bias', [4 * this.units]),
      ...(this.noisy ? [add('p', [5, this.units])] : []),
    ];
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    return tf.tidy(() => {
      const [x, h, c] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [kernel, recurrentKernel, bias, p] = this.parameters.map((parameter) => parameter.read());
      const z = tf.add(tf.add(tf.matMul(x, kernel!), tf.matMul(h, recurrentKernel!)), bias!);
      const [zi, zf, zc, zo] = tf.split(z, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const slopes = p ? tf.unstack(p) : [];
      const i = activation(zi, 0.25, 0.5, 0, slopes[0]);
      const f = activation(zf, 0.25, 0.5, 0, slopes[1]);
      const g = activation(zc, 1, 0, -1, slopes[2]);
      const o = activation(zo, 0.25, 0.5, 0, slopes[3]);
      const nextC = tf.add(tf.mul(f, c), tf.mul(i, g));
      const nextH = tf.mul(o, activation(nextC, 1, 0, -1, slopes[4]));
      return [nextH, nextH, nextC];
    });
  }
}

/** `clip(scale x + offset, low, 1)`, plus half-normal noise pointing inward when there is a slope p. */
function activation(x: tf.Tensor, scale: number, offset: number, low: number, p?: tf.Tensor): tf.Tensor {
  const u = tf.add(tf.mul(x, scale), offset);
  const h = tf.clipByValue(u, low, 1);
  if (p === undefined) return h;
  const sigma = tf.mul(tf.square(tf.sub(tf.sigmoid(tf.mul(tf.sub(h, u), p)), 0.5)), 0.5);
  const inward = tf.step(tf.neg(x), -1);
  return tf.add(h, tf.mul(tf.mul(inward, sigma), tf.abs(tf.randomNormal(x.shape))));
}
