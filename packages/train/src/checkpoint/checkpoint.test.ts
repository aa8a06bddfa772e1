import { createHash } from 'node:crypto';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import { seal } from './digest.ts';
import { CheckpointError } from './errors.ts';
import { encodeSafetensors } from './safetensors.ts';

const checkpoint: Checkpoint = {
  architecture: { units: 2, kind: 'lstm' },
  user: { vocabulary: ['"sha256":"', 'ünï', '\u0000'] },
  progress: {
    update: 7,
    epoch: 1,
    index: 2,
    batchesPerEpoch: 5,
    epochNll: 0.1 + 0.2,
    epochCount: 12,
    epochCorrect: 5,
    bestValidation: 1 / 3,
    plateau: { factor: 0.7, waited: 1 },
    stage: { length: 3 },
  },
  noise: { key: [4294967295, 0], next: 99 },
  optimizer: { name: 'adam', step: 7 },
  parameters: {
    kernel: { shape: [2, 2], data: Float32Array.of(0.1, -0, 1e-45, 3.4e38) },
    'a/b': { shape: [], data: Float32Array.of(5) },
  },
  slots: {
    m: {
      kernel: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      'a/b': { shape: [], data: Float32Array.of(6) },
    },
    v: {
      kernel: { shape: [2, 2], data: new Float32Array(4) },
      'a/b': { shape: [], data: Float32Array.of(7) },
    },
  },
  carry: {
    h: { shape: [1, 0], data: new Float32Array() },
    position: { shape: [2], data: Int32Array.of(-1, 7) },
  },
};

function reasonOf(bytes: Uint8Array): string {
  try {
    decodeCheckpoint(bytes);
  } catch (error) {
    if (error instanceof CheckpointError) return error.reason;
    throw error;
  }
  return 'none';
}

describe('encodeCheckpoint', () => {
  it('comes back as it was', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it('comes back from the middle of a larger buffer', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const around = new Uint8Array(bytes.length + 10);
    around.set(bytes, 3);
    expect(decodeCheckpoint(around.subarray(3, 3 + bytes.length))).toEqual(checkpoint);
  });

  it('is laid out as a safetensors reader expects', () => {
    const bytes = Buffer.from(encodeCheckpoint(checkpoint));
    const headerLength = Number(bytes.readBigUInt64LE(0));
    expect(headerLength % 8).toBe(0);
    const { __metadata__: metadata, ...entries } = JSON.parse(
      bytes.subarray(8, 8 + headerLength).toString('utf8'),
    ) as Record<
      string,
      Record<string, string> & { dtype: string; shape: number[]; data_offsets: [number, number] }
    >;
    expect(Object.values(metadata!).every((value) => typeof value === 'string')).toBe(true);
    let end = 0;
    for (const { shape, data_offsets } of Object.values(entries)) {
      expect(data_offsets[0]).toBe(end);
      end += 4 * shape.reduce((size, n) => size * n, 1);
      expect(data_offsets[1]).toBe(end);
    }
    expect(bytes.length).toBe(8 + headerLength + end);
    expect(entries['parameters/kernel']!.dtype).toBe('F32');
    expect(entries['slots/m/a/b']!.shape).toEqual([]);
    expect(entries['carry/position']!.dtype).toBe('I32');
    const data = bytes.subarray(8 + headerLength);
    expect(data.readInt32LE(entries['carry/position']!.data_offsets[0] + 4)).toBe(7);
    expect(data.readFloatLE(entries['parameters/kernel']!.data_offsets[0])).toBe(Math.fround(0.1));
  });

  it('holds the sha256 of every byte but its own', () => {
    const bytes = Buffer.from(encodeCheckpoint(checkpoint));
    const { index, 1: digest } = /"sha256":"([0-9a-f]{64})"/.exec(bytes.toString('latin1'))!;
    const start = index + '"sha256":"'.length;
    const rest = Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 64)]);
    expect(digest).toBe(createHash('sha256').update(rest).digest('hex'));
  });
});

describe('decodeCheckpoint', () => {
  const bytes = encodeCheckpoint(checkpoint);

  it('notices an altered byte anywhere', () => {
    for (let i = 0; i < bytes.length; i++) {
      const altered = bytes.slice();
      altered[i]! ^= 1 << (i % 8);
      expect(reasonOf(altered)).toBeOneOf(['altered', 'not-a-checkpoint', 'truncated']);
    }
  });

  it('says altered for values and JSON', () => {
    for (const i of [40, 120, bytes.length - 1]) {
      const altered = bytes.slice();
      altered[i]! ^= 1;
      expect(reasonOf(altered)).toBe('altered');
    }
  });

  it('says truncated wherever the end is missing', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(reasonOf(bytes.subarray(0, length))).toBe('truncated');
    }
    expect(reasonOf(new Uint8Array([...bytes, 0]))).toBe('altered');
  });

  it('asks for bytes', () => {
    for (const other of ['abc', undefined, [1, 2]]) {
      expect(() => decodeCheckpoint(other as never)).toThrow(
        'decodeCheckpoint: bytes must be a Uint8Array, got ',
      );
    }
  });

  it('knows other files', () => {
    expect(reasonOf(new TextEncoder().encode('{"update":1,"epoch":1,"loss":2.5}'))).toBe('not-a-checkpoint');
    const foreign = encodeSafetensors({ metadata: { format: 'pt' }, tensors: {} });
    expect(reasonOf(foreign)).toBe('not-a-checkpoint');
    assert(
      property(uint8Array({ minLength: 16 }), (noise) => reasonOf(noise) === 'not-a-checkpoint'),
      { seed: 1, numRuns: 50 },
    );
  });

  it('knows a newer format before it reads what it does not know', () => {
    const sha256 = '0'.repeat(64);
    const newer = encodeSafetensors({ metadata: { sha256, version: '2', other: '?' }, tensors: {} });
    expect(reasonOf(seal(newer))).toBe('newer-format');
  });
});
