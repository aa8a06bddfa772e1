import * as tf from '@tensorflow/tfjs-core';
import type { NodeId } from '../graph/graph.ts';
import { UntraceableStepError } from './errors.ts';
import { dtypeOf } from './lower/dtypes.ts';
import type { Lowering } from './lower/lowering.ts';
import { createGraphWriter, type GraphWriter } from './writer.ts';

/** Writes down what tfjs computes; its tensors stand for nodes and have no values. */
export interface Recorder {
  readonly graph: GraphWriter;
  /** Tensors of other backends, each the input `captured/<index>`. */
  readonly captured: readonly tf.Tensor[];
  /** A float32 tensor that stands for a node. */
  tensor(node: NodeId): tf.Tensor;
  /** The node that a tensor stands for. A tensor of another backend is captured. */
  nodeOf(tensor: tf.TensorInfo): NodeId;
  /** Runs a kernel: its results have no values either. */
  run(kernel: string, lower: Lowering, params: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | tf.TensorInfo[];
  /** What tfjs stores tensors in. */
  readonly backend: tf.KernelBackend;
  /** Throws for what went wrong without anyone noticing. */
  finish(): void;
}

/** A recorder of an empty graph. */
export function createRecorder(): Recorder {
  const graph = createGraphWriter();
  const stored = new Map<tf.DataId, { readonly node: NodeId; refs: number }>();
  const captures = new Map<tf.Tensor, NodeId>();
  let failure: UntraceableStepError | undefined;

  const store = (node: NodeId): tf.DataId => {
    const dataId = {};
    stored.set(dataId, { node, refs: 1 });
    return dataId;
  };
  const nodeOf = (tensor: tf.TensorInfo): NodeId =>
    stored.get(tensor.dataId)?.node ?? captures.get(tensor as tf.Tensor) ?? capture(tensor as tf.Tensor);
  const capture = (tensor: tf.Tensor): NodeId => {
    checkDtype(tensor.dtype);
    const node = graph.input(`captured/${captures.size}`, tensor.shape);
    captures.set(tensor, node);
    return node;
  };
  const engine = tf.engine();
  const backend = Object.assign(new tf.KernelBackend(), {
    write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
      checkDtype(dtype);
      return store(graph.constant(values as Float32Array | Int32Array | Uint8Array, shape));
    },
    readSync(): never {
      throw valuesRead();
    },
    /** Waits for ever: nobody may be there to notice a rejection. {@link Recorder.finish} throws. */
    read(): Promise<never> {
      failure ??= valuesRead();
      return new Promise<never>(() => {});
    },
    /** For variables only. */
    incRef(dataId: tf.DataId): void {
      failure ??= new UntraceableStepError('variable', 'makes or assigns a variable');
      const data = stored.get(dataId);
      if (data) data.refs++;
    },
    disposeData(dataId: tf.DataId): boolean {
      const data = stored.get(dataId);
      if (data && --data.refs > 0) return false;
      stored.delete(dataId);
      return true;
    },
    refCount: (dataId: tf.DataId): number => stored.get(dataId)?.refs ?? 0,
    numDataIds: (): number => stored.size,
    memory: (): { unreliable: boolean } => ({ unreliable: false }),
    timerAvailable: (): boolean => false,
    floatPrecision: (): 32 => 32,
    dispose(): void {},
  });
  return {
    graph,
    backend,
    nodeOf,
    get captured() {
      return [...captures.keys()];
    },
    tensor: (node) =>
      engine.makeTensorFromTensorInfo({
        dataId: store(node),
        shape: [...graph.shapeOf(node)],
        dtype: 'float32',
      }),
    run(kernel, lower, { inputs, attrs = {} }) {
      const given = Object.entries(inputs).filter((entry): entry is [string, tf.TensorInfo] =>
        Boolean(entry[1]),
      );
      const ids = Object.fromEntries(given.map(([name, tensor]) => [name, nodeOf(tensor)]));
      const lowered = refuseFailure(kernel, () => lower(graph, ids, attrs));
      const dtype = dtypeOf(kernel, Object.fromEntries(given), attrs);
      const result = (node: NodeId): tf.TensorInfo => ({
        dataId: store(node),
        shape: [...graph.shapeOf(node)],
        dtype,
      });
      return typeof lowered === 'number' ? result(lowered) : lowered.map(result);
    },
    finish() {
      if (failure) throw failure;
    },
  };
}

/** Arguments that are wrong for the kernel: run eagerly, it says why in its own words. */
function refuseFailure<Result>(kernel: string, lower: () => Result): Result {
  try {
    return lower();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = `calls the kernel ${kernel} in a way that has no graph (${why})`;
    throw new UntraceableStepError('kernel', problem, { cause: error });
  }
}

function valuesRead(): UntraceableStepError {
  return new UntraceableStepError('values', 'reads the values of a tensor');
}

function checkDtype(dtype: tf.DataType): void {
  if (dtype === 'string' || dtype === 'complex64')
    throw new UntraceableStepError('dtype', `uses a tensor of type ${dtype}`);
}
