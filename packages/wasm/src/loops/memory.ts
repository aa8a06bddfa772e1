import type { Store } from '@unsaturate/scan';
import type { FunctionBuilder, Local } from '../assembler/index.ts';
import { combineInstruction } from './combine.ts';

/** Where the next element of a view is, and how far the one after it, in elements. */
export interface Reference {
  readonly pointer: Local;
  readonly stride: number;
}

/** Loads one element into all lanes of a local. */
export function loadOne(f: FunctionBuilder, { pointer }: Reference, to: Local): void {
  f.get(pointer);
  f.memory('v128.load32_splat');
  f.set(to);
}

/** Loads four elements into a local, from element `first` on. */
export function gather(f: FunctionBuilder, view: Reference, first: number, to: Local): void {
  if (view.stride === 1) {
    f.get(view.pointer);
    f.memory('v128.load', 4 * first);
    f.set(to);
    return;
  }
  address(f, view, first);
  f.memory('v128.load32_splat');
  f.set(to);
  for (const lane of [1, 2, 3]) {
    address(f, view, first + lane);
    f.get(to);
    f.laneMemory('v128.load32_lane', lane);
    f.set(to);
  }
}

/** Stores the first lane of the value that `print` puts on the stack. */
export function storeOne(
  f: FunctionBuilder,
  { pointer }: Reference,
  combine: Store['combine'],
  print: () => void,
): void {
  f.get(pointer);
  if (combine !== 'set') {
    f.get(pointer);
    f.memory('v128.load32_splat');
  }
  print();
  if (combine !== 'set') f.op(combineInstruction[combine]);
  f.laneMemory('v128.store32_lane', 0);
}

/** Stores the four lanes of the value that `print` puts on the stack, in their order, from element `first` on. */
export function storeFour(
  f: FunctionBuilder,
  view: Reference,
  first: number,
  combine: Store['combine'],
  print: () => void,
): void {
  if (view.stride === 1) {
    f.get(view.pointer);
    if (combine !== 'set') {
      f.get(view.pointer);
      f.memory('v128.load', 4 * first);
    }
    print();
    if (combine !== 'set') f.op(combineInstruction[combine]);
    f.memory('v128.store', 4 * first);
    return;
  }
  const vector = f.local('v128');
  print();
  if (combine !== 'set') {
    const old = f.local('v128');
    gather(f, view, first, old);
    f.get(old);
    f.op(combineInstruction[combine]);
  }
  f.set(vector);
  for (const lane of [0, 1, 2, 3]) {
    address(f, view, first + lane);
    f.get(vector);
    f.laneMemory('v128.store32_lane', lane);
  }
}

/** Puts the address of an element on the stack. */
function address(f: FunctionBuilder, { pointer, stride }: Reference, element: number): void {
  f.get(pointer);
  if (element * stride === 0) return;
  f.i32(4 * element * stride);
  f.op('i32.add');
}
