import { float32, float64, int32, list, signed, sized, unsigned } from './encoding.ts';
import {
  laneMemoryOpcodes,
  laneOpcodes,
  scalarMemoryOpcodes,
  scalarOpcodes,
  valueTypes,
  vectorMemoryOpcodes,
  vectorOpcodes,
} from './opcodes.ts';

/** Type of a value on the stack or in a local. */
export type ValueType = keyof typeof valueTypes;

/** Index of a parameter or local. */
export type Local = number;

/** A block or loop that is open: where a branch goes. */
interface Label {
  readonly depth: number;
}

/** A function of the module that can be called. */
export interface FunctionRef {
  readonly index: number;
}

/** Instructions that take everything from the stack. */
export type PlainInstruction = keyof typeof scalarOpcodes | keyof typeof vectorOpcodes;
/** Loads and stores of whole values. */
type MemoryInstruction = keyof typeof scalarMemoryOpcodes | keyof typeof vectorMemoryOpcodes;
/** Loads and stores of one lane of a vector. */
type LaneMemoryInstruction = keyof typeof laneMemoryOpcodes;
/** Reads and replacements of one lane. */
type LaneInstruction = keyof typeof laneOpcodes;

/**
 * Writes the body of one function, instruction by instruction; operands are on the stack, as in WebAssembly.
 *
 * Names are those of the WebAssembly text format.
 */
export interface FunctionBuilder {
  /** A new local, 0 at the start. */
  local(type: ValueType): Local;
  get(local: Local): void;
  set(local: Local): void;
  /** Sets and leaves the value on the stack. */
  tee(local: Local): void;
  i32(value: number): void;
  f32(value: number): void;
  f64(value: number): void;
  /** A vector of four float32: one value for all lanes, or four. */
  f32x4(...lanes: readonly number[]): void;
  /** A vector of four integers: one value for all lanes, or four. */
  i32x4(...lanes: readonly number[]): void;
  /** Instructions without operands in the code, one after the other. */
  op(...names: readonly PlainInstruction[]): void;
  /** [address] -> [value], or [address, value] -> []; `offset` is added to the address. */
  memory(name: MemoryInstruction, offset?: number): void;
  /** As `memory`, for one lane: [address, vector] -> [vector] or []. */
  laneMemory(name: LaneMemoryInstruction, lane: number, offset?: number): void;
  lane(name: LaneInstruction, lane: number): void;
  /** [a, b] -> lanes of 32 bits: 0 to 3 are those of a, 4 to 7 those of b. */
  shuffle(lanes: readonly [number, number, number, number]): void;
  /** [a, b, c] -> a b + c of float32 lanes: fused and rounded once in a relaxed module if the machine can. */
  madd(): void;
  /** [then, otherwise, mask] -> lanes of 32 bits of `then` where the mask has all bits set, of `otherwise` where none. */
  select(): void;
  /** A branch to the label leaves the block. Blocks take and leave nothing on the stack. */
  block(body: (exit: Label) => void): void;
  /** A branch to the label begins again; without one the loop ends after one round. */
  loop(body: (again: Label) => void): void;
  /** [condition] -> []. */
  if(then: () => void, otherwise?: () => void): void;
  br(to: Label): void;
  /** [condition] -> []. */
  brIf(to: Label): void;
  call(target: FunctionRef): void;
  /** [address, byte, length] -> []: sets bytes. */
  fillMemory(): void;
}

/** A {@link FunctionBuilder} with the way to its bytes: locals and code, without their size. */
export interface FunctionBody extends FunctionBuilder {
  finish(): number[];
}

const vectorPrefix = 0xfd;
const relaxedMadd = 0x105;
const relaxedLaneSelect = 0x10b;
const empty = 0x40;

/** A builder for a function of `paramCount` parameters. */
export function functionBody(paramCount: number, relaxed: boolean): FunctionBody {
  const code: number[] = [];
  const locals: ValueType[] = [];
  let depth = 0;
  let maddScratch: Local | undefined;

  const emit = (...bytes: readonly number[]): void => {
    for (const byte of bytes) code.push(byte);
  };
  const vector = (opcode: number): void => emit(vectorPrefix, ...unsigned(opcode));
  const vectorConstant = (lanes: readonly number[], bytes: (lane: number) => number[]): void => {
    vector(12);
    for (let i = 0; i < 4; i++) emit(...bytes(lanes[lanes.length === 1 ? 0 : i]!));
  };
  // An alignment hint of 1 is always allowed, and costs nothing on current machines.
  const address = (offset: number): number[] => [0, ...unsigned(offset)];
  const nested = (opcode: number, body: (label: Label) => void): void => {
    emit(opcode, empty);
    depth++;
    body({ depth });
    depth--;
    emit(0x0b);
  };
  const newLocal = (type: ValueType): Local => paramCount + locals.push(type) - 1;

  const builder: FunctionBuilder = {
    local: newLocal,
    get: (local) => emit(0x20, ...unsigned(local)),
    set: (local) => emit(0x21, ...unsigned(local)),
    tee: (local) => emit(0x22, ...unsigned(local)),
    i32: (value) => emit(0x41, ...signed(value)),
    f32: (value) => emit(0x43, ...float32(value)),
    f64: (value) => emit(0x44, ...float64(value)),
    f32x4: (...lanes) => vectorConstant(lanes, float32),
    i32x4: (...lanes) => vectorConstant(lanes, int32),
    op(...names) {
      for (const name of names) {
        if (name in scalarOpcodes) emit(scalarOpcodes[name as keyof typeof scalarOpcodes]);
        else vector(vectorOpcodes[name as keyof typeof vectorOpcodes]);
      }
    },
    memory(name, offset = 0) {
      if (name in scalarMemoryOpcodes) emit(scalarMemoryOpcodes[name as keyof typeof scalarMemoryOpcodes]);
      else vector(vectorMemoryOpcodes[name as keyof typeof vectorMemoryOpcodes]);
      emit(...address(offset));
    },
    laneMemory(name, lane, offset = 0) {
      vector(laneMemoryOpcodes[name]);
      emit(...address(offset), lane);
    },
    lane(name, lane) {
      vector(laneOpcodes[name]);
      emit(lane);
    },
    shuffle(lanes) {
      vector(13);
      for (const lane of lanes) emit(4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3);
    },
    madd() {
      if (relaxed) {
        vector(relaxedMadd);
        return;
      }
      maddScratch ??= newLocal('v128');
      builder.set(maddScratch);
      builder.op('f32x4.mul');
      builder.get(maddScratch);
      builder.op('f32x4.add');
    },
    select() {
      if (relaxed) vector(relaxedLaneSelect);
      else builder.op('v128.bitselect');
    },
    block: (body) => nested(0x02, body),
    loop: (body) => nested(0x03, body),
    if: (then, otherwise) =>
      nested(0x04, () => {
        then();
        if (otherwise === undefined) return;
        emit(0x05);
        otherwise();
      }),
    br: (to) => emit(0x0c, ...unsigned(depth - to.depth)),
    brIf: (to) => emit(0x0d, ...unsigned(depth - to.depth)),
    call: (target) => emit(0x10, ...unsigned(target.index)),
    fillMemory: () => emit(0xfc, 0x0b, 0),
  };
  return {
    ...builder,
    finish: () => [...list(locals.map((type) => [1, valueTypes[type]])), ...code, 0x0b],
  };
}

/** A function's body with its size in front. */
export function encodedBody(body: FunctionBody): number[] {
  return sized(body.finish());
}
