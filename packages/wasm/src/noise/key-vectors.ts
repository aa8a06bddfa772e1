import type { FunctionBuilder, Local } from '../assembler/index.ts';
import { parity } from './threefry.ts';

/** Vectors of the words of a key and of the third one that threefry takes. */
export function keyVectors(f: FunctionBuilder, k0: Local, k1: Local): readonly [Local, Local, Local] {
  const last = f.local('i32');
  f.i32(parity);
  f.get(k0);
  f.get(k1);
  f.op('i32.xor', 'i32.xor');
  f.set(last);
  return [splat(f, k0), splat(f, k1), splat(f, last)];
}

/** An integer in all lanes of a vector. */
export function splat(f: FunctionBuilder, value: Local): Local {
  const vector = f.local('v128');
  f.get(value);
  f.op('i32x4.splat');
  f.set(vector);
  return vector;
}
