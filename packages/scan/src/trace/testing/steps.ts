import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../cell/cell.ts';
import { normals } from './agreement.ts';

/** A step as a function of tensors by name, and tensors for it. */
export interface StepCase {
  readonly step: (inputs: Tensors) => Tensors;
  readonly inputs: () => Record<string, tf.Tensor>;
}

/** LSTM as in Keras: gates i, f, c, o. */
export const lstm: StepCase = {
  step({ x, h, c, kernel, recurrentKernel, bias }) {
    const z = tf.add(tf.add(tf.matMul(x!, kernel!), tf.matMul(h!, recurrentKernel!)), bias!);
    const [i, f, g, o] = tf.split(z, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const nextC = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    const nextH = tf.mul(tf.sigmoid(o), tf.tanh(nextC));
    return { output: nextH, 'state/h': nextH, 'state/c': nextC };
  },
  inputs: () => ({
    x: normals(1, 3, 2),
    h: normals(2, 3, 4),
    c: normals(3, 3, 4),
    kernel: normals(4, 2, 16),
    recurrentKernel: normals(5, 4, 16),
    bias: normals(6, 16),
  }),
};

/** GRU as in Keras: gates z, r, h; reset before the product. */
export const gru: StepCase = {
  step({ x, h, kernel, recurrentKernel, bias }) {
    const [xz, xr, xh] = tf.split(tf.add(tf.matMul(x!, kernel!), bias!), 3, 1) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const [uz, ur, uh] = tf.split(recurrentKernel!, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const z = tf.sigmoid(tf.add(xz, tf.matMul(h!, uz)));
    const r = tf.sigmoid(tf.add(xr, tf.matMul(h!, ur)));
    const candidate = tf.tanh(tf.add(xh, tf.matMul(tf.mul(r, h!), uh)));
    const next = tf.add(tf.mul(z, h!), tf.mul(tf.sub(1, z), candidate));
    return { output: next, 'state/h': next };
  },
  inputs: () => ({
    x: normals(1, 3, 2),
    h: normals(2, 3, 4),
    kernel: normals(3, 2, 12),
    recurrentKernel: normals(4, 4, 12),
    bias: normals(5, 12),
  }),
};

/** A noisy hard tanh in the manner of Gulcehre et al. 2016, with given normals: clip, step, abs and softplus. */
export const noisy: StepCase = {
  step({ x, p, c, xi }) {
    const h = tf.clipByValue(x!, -1, 1);
    const difference = tf.sub(h, x!);
    const sigma = tf.mul(c!, tf.square(tf.sub(tf.sigmoid(tf.mul(p!, difference)), 0.5)));
    const direction = tf.step(tf.neg(x!), -1);
    const value = tf.add(
      tf.add(tf.mul(h, 1.15), tf.mul(x!, -0.15)),
      tf.mul(tf.mul(direction, sigma), tf.abs(xi!)),
    );
    return { output: tf.clipByValue(value, -1, 1), scale: tf.softplus(tf.mul(p!, tf.abs(difference))) };
  },
  inputs: () => ({
    x: tf.mul(normals(1, 3, 4), 2),
    p: normals(2, 4),
    c: tf.scalar(0.5),
    xi: normals(3, 3, 4),
  }),
};

/** One read and write head of a neural Turing machine: Graves et al. 2014, eq. 3 to 9. */
export const turing: StepCase = {
  step({ memory, weights, key, strength, gate, shift, sharpness, erase, add }) {
    const dot = tf.sum(tf.mul(memory!, tf.expandDims(key!, 1)), 2);
    const lengths = tf.mul(tf.norm(memory!, 2, 2), tf.norm(key!, 2, 1, true));
    const content = tf.softmax(tf.mul(tf.softplus(strength!), tf.div(dot, tf.add(lengths, 1e-6))));
    const g = tf.sigmoid(gate!);
    const interpolated = tf.add(tf.mul(g, content), tf.mul(tf.sub(1, g), weights!));
    const shifted = tf.addN(
      tf
        .split(tf.softmax(shift!), 3, 1)
        .map((weight, index) => tf.mul(weight, rotate(interpolated, index - 1))),
    );
    const sharpened = tf.pow(shifted, tf.add(1, tf.softplus(sharpness!)));
    const next = tf.div(sharpened, tf.add(tf.sum(sharpened, 1, true), 1e-6));
    const read = tf.squeeze(tf.matMul(tf.expandDims(next, 1), memory!), [1]);
    const column = tf.expandDims(next, 2);
    const kept = tf.mul(memory!, tf.sub(1, tf.matMul(column, tf.expandDims(tf.sigmoid(erase!), 1))));
    const written = tf.add(kept, tf.matMul(column, tf.expandDims(tf.tanh(add!), 1)));
    return { read, 'state/weights': next, 'state/memory': written };
  },
  inputs: () => ({
    memory: normals(1, 2, 5, 3),
    weights: tf.softmax(normals(2, 2, 5)),
    key: normals(3, 2, 3),
    strength: normals(4, 2, 1),
    gate: normals(5, 2, 1),
    shift: normals(6, 2, 3),
    sharpness: normals(7, 2, 1),
    erase: normals(8, 2, 3),
    add: normals(9, 2, 3),
  }),
};

/** [batch, slots] rotated along the slots. */
function rotate(x: tf.Tensor, by: number): tf.Tensor {
  const size = x.shape[1]!;
  const from = (size - by) % size;
  return tf.concat([tf.slice(x, [0, from], [-1, size - from]), tf.slice(x, [0, 0], [-1, from])], 1);
}

/** Additive attention over annotations, as a decoder does it: Bahdanau et al. 2015, with a mask. */
export const attention: StepCase = {
  step({ h, x, annotations, wa, ua, va, mask, kernel }) {
    const [batch, time, size] = annotations!.shape as [number, number, number];
    const projected = tf.reshape(tf.matMul(tf.reshape(annotations!, [batch * time, size]), ua!), [
      batch,
      time,
      -1,
    ]);
    const energies = tf.tanh(tf.add(projected, tf.expandDims(tf.matMul(h!, wa!), 1)));
    const scores = tf.add(tf.sum(tf.mul(energies, va!), -1), tf.mul(tf.sub(mask!, 1), 1e9));
    const context = tf.squeeze(tf.matMul(tf.expandDims(tf.softmax(scores), 1), annotations!), [1]);
    const next = tf.tanh(tf.matMul(tf.concat([x!, context, h!], 1), kernel!));
    return { output: tf.concat([next, context], -1), 'state/h': next };
  },
  inputs: () => ({
    h: normals(1, 2, 4),
    x: normals(2, 2, 3),
    annotations: normals(3, 2, 5, 6),
    wa: normals(4, 4, 7),
    ua: normals(5, 6, 7),
    va: normals(6, 7),
    mask: tf.tensor2d([
      [1, 1, 1, 0, 0],
      [1, 1, 1, 1, 1],
    ]),
    kernel: normals(7, 13, 4),
  }),
};
