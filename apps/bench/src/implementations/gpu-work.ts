import { countCommands, type GpuCounts } from '../../../../packages/webgpu/src/testing/count.ts';
import type { Step } from './task.ts';

export type { GpuCounts };

/** What one step gives the GPU to do, and the name of the GPU. */
export interface GpuWork extends GpuCounts {
  readonly adapter: string;
}

/** Does a step and counts what it gives the GPU to do, whichever library gives it. */
export async function gpuWorkOf(step: Step): Promise<GpuWork> {
  const adapter = await adapterName();
  const stop = countCommands();
  await step();
  return { adapter, ...stop() };
}

/** Of the GPU that tfjs and jax-js ask for. */
async function adapterName(): Promise<string> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const { vendor, architecture, device, description } = adapter!.info;
  return [vendor, architecture, device, description].filter((part) => part !== '').join(' ');
}
