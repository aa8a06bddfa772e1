export { NoGpuError, startWebgpu } from './start-webgpu.ts';
