import { describe, expect, it } from 'vitest';
import type { LostDeviceReport } from '../testing/lost-device-program.ts';
import { driverEnvironment, hasDriver, runInNode } from '../testing/node-gpu.ts';

const program = new URL('../testing/node-program.ts', import.meta.url);
const lostDeviceProgram = new URL('../testing/lost-device-program.ts', import.meta.url);

describe('startWebgpu', () => {
  it.skipIf(!hasDriver)('makes WebGPU the backend, on which scans are compiled', () => {
    const { stdout, stderr } = runInNode(program, driverEnvironment);
    expect(stderr).not.toContain('Error');
    expect(Number(stdout.trim().split('\n').at(-1))).toBeLessThan(1e-5);
  });

  it('says what is missing', () => {
    const nowhere = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
    const { stderr } = runInNode(program, nowhere);
    expect(stderr).toMatch(/NoGpuError: startWebgpu: (there is no GPU adapter|the npm package webgpu)/);
  });
});

describe.skipIf(!hasDriver)('a device that is lost in the middle of a training', () => {
  const report = (): LostDeviceReport => {
    const { stdout, stderr } = runInNode(lostDeviceProgram, driverEnvironment);
    expect(stderr).not.toContain('Error');
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as LostDeviceReport;
  };

  it('is announced, fails what reads values, and is replaced by a fresh one with the same numbers', () => {
    const { undisturbed, resumed, read, loss, isFresh, isKept } = report();
    expect(read).toMatch(/^rejects .*, then rejects/);
    expect(loss).toMatchObject({ name: 'DeviceLostError', reason: 'destroyed' });
    expect(loss.message).toContain(loss.details);
    expect({ isFresh, isKept }).toEqual({ isFresh: true, isKept: true });
    expect(resumed).toEqual(undisturbed);
    expect(new Set(undisturbed).size).toBe(4);
  });
});
