import { create, globals } from 'webgpu';
import { expect, it } from 'vitest';
import { countCommands } from './count.ts';

Object.assign(globalThis, globals);

/** Takes commands, needs no driver, and executes nothing. It has to outlive its devices. */
const gpu = create(['backend=null']);

it('counts dispatches, submits and bytes that are moved, until it is told to stop', async () => {
  const adapter = await gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const { queue } = device;
  const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [64, 64].map((size) => device.createBuffer({ size, usage: storage }));
  const sizes = device.createBuffer({ size: 12, usage: GPUBufferUsage.INDIRECT });
  const readable = device.createBuffer({
    size: 32,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const code = '@compute @workgroup_size(1) fn main() {}';
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const work = async (): Promise<void> => {
    queue.writeBuffer(from!, 0, new Float32Array(8), 3); // 20 bytes
    queue.writeBuffer(from!, 0, new Float32Array(8), 1, 2); // 8
    queue.writeBuffer(from!, 0, new ArrayBuffer(12)); // 12
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.dispatchWorkgroups(1);
    pass.dispatchWorkgroups(2, 2);
    pass.dispatchWorkgroupsIndirect(sizes, 0);
    pass.end();
    encoder.copyBufferToBuffer(from!, 8, to!, 0, 16); // 16
    encoder.copyBufferToBuffer(from!, 0, readable, 0, 32); // 32
    queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    readable.getMappedRange(8, 16); // 16
    readable.unmap();
    const mapped = device.createBuffer({ size: 24, usage: storage, mappedAtCreation: true });
    mapped.getMappedRange(); // 24
    mapped.unmap();
    queue.submit([]);
  };
  const stop = countCommands();
  await work();
  const expected = { dispatches: 3, submits: 2, bytesMoved: 20 + 8 + 12 + 16 + 32 + 16 + 24 };
  const counts = stop();
  expect(counts).toEqual(expected);
  await work();
  expect(counts).toEqual(expected);
});
