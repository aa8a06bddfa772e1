/**
 * A recorded step as a graph of plain operations on float32 tensors of known shapes.
 *
 * Everything that tfjs kernels can do is lowered to the few operations below, so that passes, planners and interpreters
 * have little to know. Booleans and integers are float32 values (0 and 1, whole numbers).
 */
export interface Graph {
  /** In topological order: a node's inputs come before it. */
  readonly nodes: readonly GraphNode[];
  /** Results by name. Several names may share a node. */
  readonly outputs: Readonly<Record<string, NodeId>>;
}

/** Index of a node in {@link Graph.nodes}. */
export type NodeId = number;

/** A value: how it is made, and its shape. */
export type GraphNode = Operation & { readonly shape: readonly number[] };

/** Elementwise functions of one argument. `step` is 1 above 0, else 0. */
export type UnaryFunction =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'sqrt'
  | 'rsqrt'
  | 'exp'
  | 'log'
  | 'log1p'
  | 'sigmoid'
  | 'tanh'
  | 'softplus'
  | 'step'
  | 'not'
  | 'sin'
  | 'cos';

/** Elementwise functions of two arguments of equal shape; comparisons give 1 or 0. */
export type BinaryFunction =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'min'
  | 'max'
  | 'pow'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessEqual'
  | 'greater'
  | 'greaterEqual'
  | 'and'
  | 'or';

/** How axes are combined. */
export type Reduction = 'sum' | 'max' | 'min' | 'prod';

/** How a node makes its value from those of its inputs. */
type Operation =
  | { readonly op: 'input'; readonly inputs: readonly []; readonly name: string }
  /** One value for all elements. */
  | { readonly op: 'fill'; readonly inputs: readonly []; readonly value: number }
  /** Values, flat row-major. */
  | { readonly op: 'constant'; readonly inputs: readonly []; readonly values: Float32Array }
  | { readonly op: 'unary'; readonly inputs: readonly [NodeId]; readonly fn: UnaryFunction }
  /** Shapes of inputs and result are equal: broadcasting is a `broadcast` node of its own. */
  | { readonly op: 'binary'; readonly inputs: readonly [NodeId, NodeId]; readonly fn: BinaryFunction }
  /** Elementwise `condition != 0 ? then : otherwise`. */
  | { readonly op: 'select'; readonly inputs: readonly [NodeId, NodeId, NodeId] }
  /** [..., M, K] x [..., K, N]; equal leading axes; a transposed factor is stored with its last two axes swapped. */
  | {
      readonly op: 'matmul';
      readonly inputs: readonly [NodeId, NodeId];
      readonly transposeA: boolean;
      readonly transposeB: boolean;
    }
  /** Combines axes and drops them. */
  | {
      readonly op: 'reduce';
      readonly inputs: readonly [NodeId];
      readonly fn: Reduction;
      /** Rising, from 0. */
      readonly axes: readonly number[];
    }
  /** The same elements in the same row-major order. */
  | { readonly op: 'reshape'; readonly inputs: readonly [NodeId] }
  /** Repeats axes of size 1 to the shape of the node; ranks are equal. */
  | { readonly op: 'broadcast'; readonly inputs: readonly [NodeId] }
  /** Axis i of the result is axis perm[i] of the input. */
  | { readonly op: 'transpose'; readonly inputs: readonly [NodeId]; readonly perm: readonly number[] }
  /** The elements from `begin` on, as many as the shape of the node says, every `strides[i]`-th (may be negative). */
  | {
      readonly op: 'slice';
      readonly inputs: readonly [NodeId];
      readonly begin: readonly number[];
      readonly strides: readonly number[];
    }
  /** One after the other along an axis. */
  | { readonly op: 'concat'; readonly inputs: readonly NodeId[]; readonly axis: number };

/** Names of the operations. */
export type OperationName = Operation['op'];
