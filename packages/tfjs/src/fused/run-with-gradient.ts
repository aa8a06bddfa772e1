import * as tf from '@tensorflow/tfjs-core';
import { ownedByTape } from './owned-by-tape.ts';

type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** A forward run, with its backward run if it was to keep what that needs. */
export interface ForwardRun {
  readonly outputs: NamedTensors;
  readonly backward: BackwardRun | null;
}

/** The backward run of a forward run, with what it keeps of that until it is disposed of. */
export interface BackwardRun {
  /**
   * Runs backward; may be called again.
   *
   * @param cotangents - Gradients in the outputs, by their names.
   * @returns Functions that give the gradients in inputs, by their names; called before anything else runs, or not at
   * all. The gradient in an input without one is zero.
   */
  gradients(cotangents: NamedTensors): Readonly<Record<string, () => tf.Tensor>>;
  /** Frees what was kept. May be called more than once. */
  dispose(): void;
}

/** The part of tfjs's engine that runs several outputs with a gradient of one's own; not in its types. */
interface Engine {
  isTapeOn(): boolean;
  runKernelFunc(kernel: {
    readonly forwardFunc: () => tf.Tensor[];
    readonly backwardsFunc: (dys: tf.Tensor | tf.Tensor[]) => Record<string, () => tf.Tensor>;
    readonly inputs: NamedTensors;
    readonly attrs: object;
  }): tf.Tensor[];
}

/**
 * Runs a function of tensors with a gradient of its own, as one node on tfjs's tape. Differs from `tf.customGrad` in that
 * there may be several outputs, and in that what the gradient needs may be something else than tensors.
 *
 * @param inputs - The tensors it depends on. Those that are no variables may be gone when the backward run begins, so
 * it must not read them.
 * @param forward - Called once, without a tape; `keep` says whether a backward run may follow. Tensors made in it are
 * freed when it ends, outputs and those under `tf.keep` excepted. What it keeps is freed with the tape.
 * @returns The outputs, by name.
 */
export function runWithGradient(inputs: NamedTensors, forward: (keep: boolean) => ForwardRun): NamedTensors {
  const engine = tf.engine() as unknown as Engine;
  const keep = engine.isTapeOn();
  const shapes = Object.entries(inputs).map(([name, { shape }]) => [name, shape] as const);
  let run!: ForwardRun;
  const outputs = engine.runKernelFunc({
    inputs,
    attrs: {},
    forwardFunc() {
      run = forward(keep);
      return Object.values(run.outputs);
    },
    backwardsFunc(dys) {
      const cotangents = Object.keys(run.outputs).map((name, i) => [name, [dys].flat()[i]!] as const);
      const gradients = run.backward!.gradients(Object.fromEntries(cotangents));
      const zeros = (shape: number[]) => (): tf.Tensor => tf.zeros(shape);
      return Object.fromEntries(shapes.map(([name, shape]) => [name, gradients[name] ?? zeros(shape)]));
    },
  });
  if (keep) ownedByTape(run.backward!);
  return Object.fromEntries(Object.keys(run.outputs).map((name, i) => [name, outputs[i]!]));
}
