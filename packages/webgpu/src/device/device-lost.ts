import { UnsaturateError } from '@unsaturate/core';
import { activeBackend } from '../target/backend.ts';

/** The GPU device of the backend is gone, and every tensor on it with it. */
export class DeviceLostError extends UnsaturateError {
  /** 'destroyed' by a call of `destroy`; 'unknown' for all else, for example a driver that was reset. */
  readonly reason: 'destroyed' | 'unknown';
  /** What the implementation of WebGPU says about it; may be empty. */
  readonly details: string;

  constructor(reason: 'destroyed' | 'unknown', details: string) {
    super(
      'DeviceLostError',
      `@unsaturate/webgpu: the GPU device was lost (${reason}${details && `: ${details}`}), and its tensors with it. ` +
        'Begin again with a new device, from values kept elsewhere: in Node by startWebgpu, in a browser by loading ' +
        'the page again.',
    );
    this.reason = reason;
    this.details = details;
  }
}

/**
 * Waits until the device of the active WebGPU backend is lost, which may never be. Nothing fails at that moment but
 * what waits for values: commands for a lost device do nothing, and `data()` rejects, with an error of the system.
 *
 * @returns The loss, as an error to be thrown.
 * @throws UnsupportedBackendError if the active backend is not one of WebGPU.
 *
 * @example
 * ```ts
 * const lost = whenDeviceLost();
 * await Promise.race([training, lost.then((error) => Promise.reject(error))]);
 * ```
 */
export async function whenDeviceLost(): Promise<DeviceLostError> {
  const { reason, message } = await activeBackend().device.lost;
  return new DeviceLostError(reason, message);
}
