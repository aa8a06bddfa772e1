import type { NodeId } from '../../graph/graph.ts';
import type { GraphWriter } from '../writer.ts';

/** Writes a kernel down as nodes: from its inputs by name (lists have the names '0', '1', ...) and its attributes. */
export type Lowering = (
  g: GraphWriter,
  inputs: Readonly<Record<string, NodeId>>,
  attrs: object,
) => NodeId | readonly NodeId[];

/** Lowerings by the name of the kernel. */
export type Lowerings = Readonly<Record<string, Lowering>>;

/** A {@link Lowering} of a kernel with these inputs and attributes. */
type LoweringOf<Input extends string, Attributes> = (
  g: GraphWriter,
  inputs: Readonly<Record<Input, NodeId>>,
  attrs: Attributes,
) => NodeId | readonly NodeId[];

/** A lowering that says which inputs and attributes the kernel has. */
export function lowering<Input extends string, Attributes extends object = object>(
  lower: LoweringOf<Input, Attributes>,
): Lowering {
  return (g, inputs, attrs) => lower(g, inputs, attrs as Attributes);
}

/** One lowering for each entry of a table from kernels to what they are called in a graph. */
export function lowerings<Name>(
  table: Readonly<Record<string, Name>>,
  make: (name: Name) => Lowering,
): Lowerings {
  return Object.fromEntries(Object.entries(table).map(([kernel, name]) => [kernel, make(name)]));
}
