import type { GraphBuilder } from '../../graph/build.ts';
import type { NodeOf } from '../../graph/dispatch.ts';
import type { GraphNode, NodeId } from '../../graph/graph.ts';
import type { Rule } from './rule.ts';

/** Neutral elements, signs that cancel, and choices that are none. */
export const foldArithmetic: Rule = (node, builder) => {
  if (node.op === 'unary') return foldUnary(node, builder);
  if (node.op === 'binary') return foldBinary(node, builder);
  return node.op === 'select' ? foldSelect(node, builder) : null;
};

/** `-(-x)` is x, `-(a - b)` is b - a, `|-x|` and `||x||` are |x|. */
function foldUnary({ fn, inputs: [x] }: NodeOf<'unary'>, builder: GraphBuilder): NodeId | null {
  const inner = builder.node(x);
  if (fn === 'neg' && inner.op === 'binary' && inner.fn === 'sub') {
    return builder.binary('sub', inner.inputs[1], inner.inputs[0]);
  }
  if (inner.op !== 'unary') return null;
  if (fn === 'neg' && inner.fn === 'neg') return inner.inputs[0];
  if (fn === 'abs' && inner.fn === 'neg') return builder.unary('abs', inner.inputs[0]);
  return fn === 'abs' && inner.fn === 'abs' ? x : null;
}

function foldBinary({ fn, inputs: [a, b] }: NodeOf<'binary'>, builder: GraphBuilder): NodeId | null {
  if (fn === 'add') return foldSum(a, b, builder);
  if (fn === 'sub') return foldDifference(a, b, builder);
  if (fn === 'mul') return foldFactor(a, b, builder) ?? foldFactor(b, a, builder);
  return (fn === 'div' || fn === 'pow') && isFill(builder.node(b), 1) ? a : null;
}

/** `x + 0` is x, `a + -b` is a - b, either way round. */
function foldSum(a: NodeId, b: NodeId, builder: GraphBuilder): NodeId | null {
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    const second = builder.node(y);
    if (isFill(second, 0)) return x;
    if (isNegation(second)) return builder.binary('sub', x, second.inputs[0]);
  }
  return null;
}

/** `x - 0` is x, `0 - x` is -x, `a - -b` is a + b. */
function foldDifference(a: NodeId, b: NodeId, builder: GraphBuilder): NodeId | null {
  const second = builder.node(b);
  if (isFill(second, 0)) return a;
  if (isFill(builder.node(a), 0)) return builder.unary('neg', b);
  return isNegation(second) ? builder.binary('add', a, second.inputs[0]) : null;
}

/** `1 x` is x, `-1 x` is -x. */
function foldFactor(factor: NodeId, x: NodeId, builder: GraphBuilder): NodeId | null {
  const node = builder.node(factor);
  if (isFill(node, 1)) return x;
  return isFill(node, -1) ? builder.unary('neg', x) : null;
}

function isFill(node: GraphNode, value: number): boolean {
  return node.op === 'fill' && node.value === value;
}

function isNegation(node: GraphNode): node is NodeOf<'unary'> {
  return node.op === 'unary' && node.fn === 'neg';
}

/** A condition that is known, or two equal cases. */
function foldSelect({ inputs }: NodeOf<'select'>, builder: GraphBuilder): NodeId | null {
  const [condition, then, otherwise] = inputs;
  const known = builder.node(condition);
  if (known.op === 'fill') return known.value === 0 ? otherwise : then;
  return then === otherwise ? then : null;
}
