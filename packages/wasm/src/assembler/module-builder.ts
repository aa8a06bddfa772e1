import { list, sized, text, unsigned } from './encoding.ts';
import {
  encodedBody,
  type FunctionBuilder,
  type FunctionRef,
  functionBody,
  type Local,
  type ValueType,
} from './function-builder.ts';
import { valueTypes } from './opcodes.ts';

/** How a module is made. */
export interface ModuleOptions {
  /** Whether multiply-add may be rounded once (relaxed SIMD); see {@link supportsRelaxed}. */
  readonly relaxed: boolean;
  /** Whether the memory is shared between threads. Default false. */
  readonly shared?: boolean;
}

/** Collects functions and encodes them as a WebAssembly module that imports its memory as `env.memory`. */
export interface ModuleBuilder {
  /**
   * Adds a function and exports it under its name.
   *
   * @param params - Types of its parameters, whose locals `body` receives after the builder.
   * @param results - Types of what is on the stack at the end.
   */
  func<const Params extends readonly ValueType[]>(
    name: string,
    params: Params,
    results: readonly ValueType[],
    body: (f: FunctionBuilder, ...params: { readonly [K in keyof Params]: Local }) => void,
  ): FunctionRef;
  /** The module. */
  encode(): Uint8Array<ArrayBuffer>;
}

/** What a memory that several threads share may grow to, in pages of 64 KiB: a shared memory must say it. */
export const maximumPages = 65536;

/** The magic number and the version. */
const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];

/**
 * Starts a module.
 *
 * @example
 * ```ts
 * const m = moduleBuilder({ relaxed: false });
 * m.func('double', ['i32'], ['i32'], (f, x) => {
 *   f.get(x);
 *   f.i32(2);
 *   f.op('i32.mul');
 * });
 * instantiate(m.encode(), memory).double(21) // => 42
 * ```
 */
export function moduleBuilder({ relaxed, shared = false }: ModuleOptions): ModuleBuilder {
  const types: number[][] = [];
  const bodies: number[][] = [];
  const exported: number[][] = [];
  const encodeTypes = (each: readonly ValueType[]): number[] => list(each.map((type) => [valueTypes[type]]));

  return {
    func(name, params, results, body) {
      const ref: FunctionRef = { index: bodies.length };
      const f = functionBody(params.length, relaxed);
      // TypeScript cannot see that as many locals come as the tuple has types.
      const locals = params.map((_, i) => i) as unknown as { readonly [K in keyof typeof params]: Local };
      body(f, ...locals);
      types.push([0x60, ...encodeTypes(params), ...encodeTypes(results)]);
      bodies.push(encodedBody(f));
      exported.push([...text(name), 0, ...unsigned(ref.index)]);
      return ref;
    },
    encode() {
      const limits = shared ? [3, 1, ...unsigned(maximumPages)] : [0, 1];
      return new Uint8Array([
        ...header,
        ...section(1, list(types)),
        ...section(2, list([[...text('env'), ...text('memory'), 2, ...limits]])),
        ...section(3, list(types.map((_, i) => unsigned(i)))),
        ...section(7, list(exported)),
        ...section(10, list(bodies)),
      ]);
    },
  };
}

/** The functions of an instance by name. */
type WasmFunctions<Name extends string = string> = Readonly<
  Record<Name, (...args: readonly number[]) => number>
>;

/** Compiles a module over a memory. */
export function instantiate<Name extends string>(
  bytes: Uint8Array<ArrayBuffer>,
  memory: WebAssembly.Memory,
): WasmFunctions<Name> {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports as unknown as WasmFunctions<Name>;
}

/** Whether this machine's WebAssembly knows relaxed SIMD. */
export function supportsRelaxed(): boolean {
  const m = moduleBuilder({ relaxed: true });
  m.func('madd', [], [], (f) => {
    f.f32x4(1);
    f.f32x4(2);
    f.f32x4(3);
    f.madd();
    f.op('drop');
  });
  return WebAssembly.validate(m.encode());
}
