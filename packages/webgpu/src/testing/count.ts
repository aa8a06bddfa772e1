/** What GPUs are given to do. */
export interface GpuCounts {
  readonly dispatches: number;
  readonly submits: number;
  /** From host to device, from device to host, and from buffer to buffer. What passes through a buffer counts twice. */
  readonly bytesMoved: number;
}

/** Counts what all devices are given from now on, until the returned function ends it and gives the counts. */
export function countCommands(): () => GpuCounts {
  const counts = { dispatches: 0, submits: 0, bytesMoved: 0 };
  const passes = GPUComputePassEncoder.prototype;
  const queues = GPUQueue.prototype;
  const moved = (bytes: number): void => {
    counts.bytesMoved += bytes;
  };
  const ends = [
    watch(passes, 'dispatchWorkgroups', () => counts.dispatches++),
    watch(passes, 'dispatchWorkgroupsIndirect', () => counts.dispatches++),
    watch(queues, 'submit', () => counts.submits++),
    watch(queues, 'writeBuffer', (args: BufferWrite) => moved(writtenBytes(args))),
    watch(queues, 'writeTexture', ([, data, { offset = 0 }]: TextureWrite) =>
      moved(data.byteLength - offset),
    ),
    watch(GPUCommandEncoder.prototype, 'copyBufferToBuffer', (args: Copy) => moved(copiedBytes(args))),
    watch(GPUBuffer.prototype, 'getMappedRange', (_, range: ArrayBuffer) => moved(range.byteLength)),
  ];
  return () => {
    for (const end of ends) end();
    return counts;
  };
}

/** Tells of each call of a method, until the returned function puts the method back. */
function watch<Target extends object>(
  prototype: Target,
  name: keyof Target,
  tell: (args: never, result: never) => void,
): () => void {
  const original = Object.getOwnPropertyDescriptor(prototype, name)!;
  const method = original.value as (...args: never) => never;
  Object.defineProperty(prototype, name, {
    ...original,
    value(this: unknown, ...args: never) {
      const result = method.apply(this, args);
      tell(args, result);
      return result;
    },
  });
  return () => {
    Object.defineProperty(prototype, name, original);
  };
}

type BufferWrite = readonly [
  target: GPUBuffer,
  targetOffset: number,
  data: AllowSharedBufferSource,
  offset?: number,
  size?: number,
];

/** Offset and size count elements of a typed array, bytes of anything else. */
function writtenBytes([, , data, offset = 0, size]: BufferWrite): number {
  const bytes = 'BYTES_PER_ELEMENT' in data ? (data.BYTES_PER_ELEMENT as number) : 1;
  return size === undefined ? data.byteLength - offset * bytes : size * bytes;
}

type TextureWrite = readonly [target: object, data: AllowSharedBufferSource, layout: { offset?: number }];

/** A source, a target and maybe a size, or each of the two with an offset, and maybe a size. */
type Copy = readonly [source: GPUBuffer, ...unknown[]];

function copiedBytes([source, ...rest]: Copy): number {
  const [offset, size] = typeof rest[0] === 'number' ? [rest[0], rest[3]] : [0, rest[1]];
  return typeof size === 'number' ? size : source.size - offset;
}
