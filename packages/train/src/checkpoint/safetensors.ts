import { mapRecord } from '../records.ts';

/** Values of one tensor in memory; flat, row-major. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, TensorValues>>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Bytes of the number in front that says how long the header is. */
export const lengthBytes = 8;

/**
 * Writes a safetensors file: the length of the header (8 bytes, little-endian), the header (JSON: `__metadata__`
 * first, then dtype, shape and data_offsets of every tensor, padded with spaces to a multiple of 8), then the values
 * (little-endian, without gaps).
 *
 * @see https://huggingface.co/docs/safetensors, "Format"
 */
export function encodeSafetensors({ metadata, tensors }: Safetensors): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let dataLength = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const end = dataLength + data.length * 4;
    const dtype = data instanceof Int32Array ? 'I32' : 'F32';
    header[name] = { dtype, shape, data_offsets: [dataLength, end] } satisfies HeaderEntry;
    dataLength = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + headerLength + dataLength);
  bytes.fill(0x20, lengthBytes + text.length, lengthBytes + headerLength);
  bytes.set(text, lengthBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  let offset = lengthBytes + headerLength;
  for (const { data } of Object.values(tensors)) {
    writeValues(view, offset, data);
    offset += data.length * 4;
  }
  return bytes;
}

/** Reads the metadata of a safetensors file. */
export function decodeMetadata(bytes: Uint8Array): Safetensors['metadata'] {
  return decodeHeader(bytes).metadata;
}

/** Reads the tensors of a safetensors file that is known to be whole; F32 and I32 only. */
export function decodeTensors(bytes: Uint8Array): Safetensors['tensors'] {
  const { entries, dataStart } = decodeHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return mapRecord(entries, ({ dtype, shape, data_offsets: [start, end] }) => ({
    shape,
    data: readValues(view, dataStart + start, (end - start) / 4, dtype),
  }));
}

/** Length in bytes that a file must have according to what is there of it; throws if its header is no JSON. */
export function declaredLength(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes) return lengthBytes;
  const dataStart = lengthBytes + headerLength(bytes);
  if (bytes.length < dataStart) return dataStart;
  const ends = Object.values(decodeHeader(bytes).entries).map((entry) => entry.data_offsets[1]);
  return dataStart + Math.max(0, ...ends);
}

function headerLength(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true));
}

interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly entries: Readonly<Record<string, HeaderEntry>>;
  readonly dataStart: number;
}

function decodeHeader(bytes: Uint8Array): Header {
  const dataStart = lengthBytes + headerLength(bytes);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, dataStart));
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(text) as {
    readonly __metadata__?: Readonly<Record<string, string>>;
    readonly [name: string]: unknown;
  };
  return { metadata, entries: entries as Record<string, HeaderEntry>, dataStart };
}

function writeValues(view: DataView, offset: number, data: Float32Array | Int32Array): void {
  if (data instanceof Int32Array) data.forEach((value, i) => view.setInt32(offset + 4 * i, value, true));
  else data.forEach((value, i) => view.setFloat32(offset + 4 * i, value, true));
}

function readValues(view: DataView, offset: number, length: number, dtype: string): TensorValues['data'] {
  if (dtype === 'I32') {
    const data = new Int32Array(length);
    for (let i = 0; i < length; i++) data[i] = view.getInt32(offset + 4 * i, true);
    return data;
  }
  const data = new Float32Array(length);
  for (let i = 0; i < length; i++) data[i] = view.getFloat32(offset + 4 * i, true);
  return data;
}
