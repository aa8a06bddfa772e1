/** LEB128 of an unsigned integer below 2^32. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** LEB128 of a signed 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -0x40 || rest > 0x3f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

/** Little-endian bytes of a float32. */
export function float32(value: number): number[] {
  return bytesOf((view) => view.setFloat32(0, value, true), 4);
}

/** Little-endian bytes of a float64. */
export function float64(value: number): number[] {
  return bytesOf((view) => view.setFloat64(0, value, true), 8);
}

/** Little-endian bytes of a 32-bit integer. */
export function int32(value: number): number[] {
  return bytesOf((view) => view.setInt32(0, value, true), 4);
}

/** A name: its length and its UTF-8 bytes. */
export function text(value: string): number[] {
  return sized([...new TextEncoder().encode(value)]);
}

/** Bytes after their number. */
export function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** Items after their number. */
export function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function bytesOf(write: (view: DataView) => void, length: number): number[] {
  const view = new DataView(new ArrayBuffer(length));
  write(view);
  return [...new Uint8Array(view.buffer)];
}
