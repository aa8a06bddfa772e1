import { describe, expect, it } from 'vitest';
import { isSoftware } from './software.ts';

const device = (adapterInfo?: object): GPUDevice => ({ adapterInfo }) as unknown as GPUDevice;

describe('isSoftware', () => {
  it('goes by what the device says of itself', () => {
    expect(isSoftware(device({ isFallbackAdapter: true, architecture: '' }))).toBe(true);
    expect(isSoftware(device({ architecture: 'swiftshader' }))).toBe(true);
    expect(isSoftware(device({ isFallbackAdapter: false, architecture: 'ampere' }))).toBe(false);
  });

  it('takes a device that says nothing for a GPU', () => {
    expect(isSoftware(device())).toBe(false);
  });
});
