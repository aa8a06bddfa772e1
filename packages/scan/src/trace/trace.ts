import * as tf from '@tensorflow/tfjs-core';
import type { Shapes, Tensors } from '../cell/cell.ts';
import type { Graph, NodeId } from '../graph/graph.ts';
import { UntraceableStepError } from './errors.ts';
import type { Recorder } from './recorder.ts';
import { sameGraph } from './same-graph.ts';
import { withRecorder } from './with-recorder.ts';

/** What a function computes. */
export interface Trace {
  readonly graph: Graph;
  /** Tensors and variables that the function reads besides its arguments: the inputs `captured/0`, `captured/1`, ... */
  readonly captured: readonly tf.Tensor[];
}

/** A function of tensors by name. */
export type TensorFunction<Input extends string, Output extends string> = (
  inputs: Tensors<Input>,
) => Tensors<Output>;

/**
 * Records what a function of tensors computes, as a graph: its inputs and outputs have the names of the function's.
 *
 * The function is called twice, with tensors that have shapes but no values.
 *
 * @param fn - The function; pure, of tfjs operations only.
 * @param inputs - Shapes of its float32 arguments by name.
 * @throws UntraceableStepError if the function cannot be recorded, and what the function throws.
 *
 * @example
 * ```ts
 * const { graph } = trace(({ x, kernel }) => ({ y: tf.tanh(tf.matMul(x, kernel)) }), { x: [2, 3], kernel: [3, 4] });
 * ```
 */
export function trace<Input extends string, Output extends string>(
  fn: TensorFunction<Input, Output>,
  inputs: Shapes<Input>,
): Trace {
  return twice(() => record(fn, inputs));
}

/**
 * As {@link trace}, with the gradient of `sum over outputs of sum(output * dOutput)`.
 *
 * Inputs of the graph are also `d/<output>` for each dOutput, and outputs are also `d/<input>` for the gradients in the
 * inputs named by `wrt` and in all captured float32 tensors (`d/captured/0`, ...). Outputs that are not float32 count
 * as constants; the gradient in an input without influence is a `fill` of zeros. The function is called three times.
 *
 * @param wrt - Names of inputs.
 * @throws UntraceableStepError as {@link trace}, also when tfjs cannot differentiate the function.
 */
export function traceWithGradients<Input extends string, Output extends string>(
  fn: TensorFunction<Input, Output>,
  inputs: Shapes<Input>,
  wrt: readonly NoInfer<Input>[],
): Trace {
  const { captured } = record(fn, inputs);
  return twice(() => recordWithGradients(fn, inputs, wrt, captured));
}

/** What both of two calls give; an error if they differ. */
function twice(record: () => Trace): Trace {
  const [first, second] = [record(), record()];
  const same =
    sameGraph(first.graph, second.graph) &&
    first.captured.every((tensor, index) => tensor === second.captured[index]);
  if (!same) throw new UntraceableStepError('impure', 'did something else when it was called again');
  return second;
}

function record(fn: TensorFunction<string, string>, inputs: Shapes): Trace {
  return withRecorder((recorder) => {
    const outputs = fn(placeholders(recorder, inputs));
    return finish(recorder, nodesOf(recorder, outputs));
  });
}

function recordWithGradients(
  fn: TensorFunction<string, string>,
  inputs: Shapes,
  wrt: readonly string[],
  captured: readonly tf.Tensor[],
): Trace {
  return withRecorder((recorder) => {
    const given = placeholders(recorder, inputs);
    const xs = [
      ...wrt.map((name): [string, tf.Tensor] => [name, given[name]!]),
      ...captured.map((tensor, index): [string, tf.Tensor] => [`captured/${index}`, tensor]),
    ].filter(([, { dtype }]) => dtype === 'float32');
    let outputs: Record<string, NodeId> | undefined;
    const loss = (): tf.Scalar => {
      const results = fn(given);
      outputs = nodesOf(recorder, results);
      return pair(recorder, results);
    };
    try {
      const grads = gradients(
        loss,
        xs.map(([, x]) => x),
      );
      const all = { ...outputs };
      xs.forEach(([name, x], index) => {
        const gradient = grads[index];
        all[`d/${name}`] = gradient ? recorder.nodeOf(gradient) : recorder.graph.fill(0, x.shape);
      });
      return finish(recorder, all);
    } catch (error) {
      if (outputs === undefined || error instanceof UntraceableStepError) throw error;
      const problem = `has a gradient that cannot be taken (${error instanceof Error ? error.message : String(error)})`;
      throw new UntraceableStepError('gradient', problem, { cause: error });
    }
  });
}

function placeholders(recorder: Recorder, shapes: Shapes): Tensors {
  return mapValues(shapes, (shape, name) => recorder.tensor(recorder.graph.input(name, shape)));
}

function nodesOf(recorder: Recorder, tensors: Tensors): Record<string, NodeId> {
  return mapValues(tensors, (tensor) => recorder.nodeOf(tensor));
}

function finish(recorder: Recorder, outputs: Record<string, NodeId>): Trace {
  return { graph: recorder.graph.finish(outputs), captured: recorder.captured };
}

/** A scalar whose gradient in each output is the input `d/<output>`; its value means nothing. */
function pair(recorder: Recorder, outputs: Tensors): tf.Scalar {
  const dOutputs = mapValues(outputs, ({ shape }, name) => recorder.graph.input(`d/${name}`, shape));
  const names = Object.keys(outputs).filter((name) => outputs[name]!.dtype === 'float32');
  const paired = tf.customGrad(() => ({
    value: tf.scalar(0),
    gradFunc: () => names.map((name) => recorder.tensor(dOutputs[name]!)),
  }));
  return paired(...names.map((name) => outputs[name]!));
}

/** Gradients, null where x has no influence. */
function gradients(f: () => tf.Scalar, xs: readonly tf.Tensor[]): readonly (tf.Tensor | null)[] {
  if (xs.length > 0) return tf.engine().gradients(f, [...xs], undefined, true).grads;
  tf.tidy(f);
  return [];
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
