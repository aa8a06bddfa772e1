import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { UnsaturateError } from '@unsaturate/core';
import type { DeviceLostError } from '@unsaturate/webgpu';

/** How long after it made something fail a loss may be announced, in milliseconds. */
const longest = 1000;

/**
 * The loss of the GPU device behind a failure. Whatever reads a value then fails, with an error that does not say so.
 *
 * @returns Undefined if the failure is an error of this project, or the device is there.
 */
export async function lossBehind(failure: unknown): Promise<DeviceLostError | undefined> {
  if (UnsaturateError.isInstance(failure) || tf.getBackend() !== 'webgpu') return undefined;
  const { whenDeviceLost } = await import('@unsaturate/webgpu');
  const timer = new AbortController();
  try {
    const patience = setTimeout(longest, undefined, { signal: timer.signal });
    return await Promise.race([whenDeviceLost(), patience]);
  } finally {
    timer.abort();
  }
}

/** `the GPU device was lost (destroyed: Device was destroyed)`. */
export function describeLoss({ reason, details }: DeviceLostError): string {
  const said = details.trim().replace(/\.$/, '');
  return `the GPU device was lost (${said === '' ? reason : `${reason}: ${said}`})`;
}
