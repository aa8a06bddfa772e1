import { planVersion, type ScanTarget } from '@unsaturate/scan';
import { prepare } from './prepare.ts';

/** Runs scans by WebGPU on the device of tfjs's backend, among its commands. */
export function createWebgpuTarget(): ScanTarget {
  return { name: '@unsaturate/webgpu', planVersion, backends: ['webgpu'], prepare };
}
