/** Commands given to a GPU. */
export interface GpuCounts {
  readonly dispatches: number;
  readonly submits: number;
}

/** Counts what is given to a device from now on, until `stop` gives the counts. */
export function countCommands(device: GPUDevice): { readonly stop: () => GpuCounts } {
  const dispatches = countCalls(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
  const submits = countCalls(Object.getPrototypeOf(device.queue) as GPUQueue, 'submit');
  return { stop: () => ({ dispatches: dispatches(), submits: submits() }) };
}

/** Counts calls of a method until the returned function puts it back and gives their number. */
function countCalls<Name extends string>(
  prototype: Readonly<Record<Name, (...args: never[]) => void>>,
  name: Name,
): () => number {
  const original = Object.getOwnPropertyDescriptor(prototype, name)!;
  const method = original.value as (...args: unknown[]) => void;
  let calls = 0;
  Object.defineProperty(prototype, name, {
    ...original,
    value(this: unknown, ...args: unknown[]) {
      calls++;
      method.apply(this, args);
    },
  });
  return () => {
    Object.defineProperty(prototype, name, original);
    return calls;
  };
}
