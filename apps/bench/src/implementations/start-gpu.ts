import { CannotError } from './task.ts';

/**
 * Gives this Node process a GPU where a page has it, at `navigator.gpu`.
 *
 * @throws CannotError that says what is missing.
 */
export async function startGpu(): Promise<void> {
  const { NoGpuError, startWebgpu } = await import('@unsaturate/webgpu/node');
  try {
    await startWebgpu();
  } catch (error) {
    if (!(error instanceof NoGpuError)) throw error;
    throw new CannotError(error.message);
  }
  // jax-js asks which browser it is in.
  Object.assign(navigator, { userAgent: `Node.js/${process.versions.node}` });
}
