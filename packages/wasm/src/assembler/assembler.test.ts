import { describe, expect, it } from 'vitest';
import { repeat, whileFits } from './control.ts';
import { signed, unsigned } from './encoding.ts';
import type { FunctionBuilder, Local } from './function-builder.ts';
import { instantiate, moduleBuilder, supportsRelaxed } from './module-builder.ts';
import { scalarOpcodes, vectorOpcodes } from './opcodes.ts';

const builds = supportsRelaxed() ? [false, true] : [false];

/** Runs a function of four pointers over a fresh memory that holds `values` from 0 on; returns 16 values. */
function run(
  values: readonly number[],
  body: (f: FunctionBuilder, p: Local) => void,
  relaxed = false,
): number[] {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Float32Array(memory.buffer).set(values);
  const m = moduleBuilder({ relaxed });
  m.func('go', ['i32'], [], body);
  instantiate(m.encode(), memory)['go']!(0);
  return [...new Float32Array(memory.buffer, 0, 16)];
}

describe('encoding', () => {
  it.each([
    [0, [0]],
    [127, [127]],
    [128, [0x80, 1]],
    [624485, [0xe5, 0x8e, 0x26]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes %d unsigned', (value, bytes) => {
    expect(unsigned(value)).toEqual(bytes);
  });

  it.each([
    [0, [0]],
    [63, [63]],
    [64, [0xc0, 0]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('writes %d signed', (value, bytes) => {
    expect(signed(value)).toEqual(bytes);
  });
});

describe('moduleBuilder', () => {
  it.each([
    [false, false],
    [false, true],
  ])('makes a valid module (relaxed: %s, shared: %s)', (relaxed, shared) => {
    const m = moduleBuilder({ relaxed, shared });
    m.func('nothing', [], [], () => {});
    expect(WebAssembly.validate(m.encode())).toBe(true);
  });

  it('lets functions call each other', () => {
    const m = moduleBuilder({ relaxed: false });
    const double = m.func('double', ['i32'], ['i32'], (f, x) => {
      f.get(x);
      f.i32(2);
      f.op('i32.mul');
    });
    m.func('quadruple', ['i32'], ['i32'], (f, x) => {
      f.get(x);
      f.call(double);
      f.call(double);
    });
    const functions = instantiate(m.encode(), new WebAssembly.Memory({ initial: 1 }));
    expect(functions['double']!(21)).toBe(42);
    expect(functions['quadruple']!(-5)).toBe(-20);
  });

  it('branches out of and back to open blocks', () => {
    const m = moduleBuilder({ relaxed: false });
    // The number of halvings until x is odd, -1 for 0.
    m.func('zeros', ['i32'], ['i32'], (f, x) => {
      const count = f.local('i32');
      f.get(x);
      f.op('i32.eqz');
      f.if(
        () => {
          f.i32(-1);
          f.set(count);
        },
        () =>
          f.block((exit) =>
            f.loop((again) => {
              f.get(x);
              f.i32(1);
              f.op('i32.and');
              f.brIf(exit);
              f.get(x);
              f.i32(1);
              f.op('i32.shr_u');
              f.set(x);
              f.get(count);
              f.i32(1);
              f.op('i32.add');
              f.set(count);
              f.br(again);
            }),
          ),
      );
      f.get(count);
    });
    const { zeros } = instantiate<'zeros'>(m.encode(), new WebAssembly.Memory({ initial: 1 }));
    expect([1, 8, 12, 0].map((x) => zeros(x))).toEqual([0, 3, 2, -1]);
  });

  it('loops zero times, and as often as whole steps fit', () => {
    const m = moduleBuilder({ relaxed: false });
    for (const step of [1, 4]) {
      m.func(`by${step}`, ['i32'], ['i32'], (f, limit) => {
        const counter = f.local('i32');
        whileFits(f, counter, limit, step, () => {});
        f.get(counter);
      });
    }
    m.func('repeat', ['i32'], ['i32'], (f, count) => {
      const [i, total] = [f.local('i32'), f.local('i32')];
      repeat(f, i, count, () => {
        f.get(total);
        f.get(i);
        f.op('i32.add');
        f.set(total);
      });
      f.get(total);
    });
    const functions = instantiate(m.encode(), new WebAssembly.Memory({ initial: 1 }));
    expect([0, 1, 7].map((limit) => functions['by1']!(limit))).toEqual([0, 1, 7]);
    expect([0, 3, 4, 11].map((limit) => functions['by4']!(limit))).toEqual([0, 0, 4, 8]);
    expect([0, 1, 5].map((count) => functions['repeat']!(count))).toEqual([0, 0, 10]);
  });
});

describe('instructions', () => {
  const a = [1.5, -2.25, 3, -0.5];
  const b = [2, 4, -8, 0.25];

  it.each([
    ['f32x4.add', (x: number, y: number) => x + y],
    ['f32x4.sub', (x: number, y: number) => x - y],
    ['f32x4.mul', (x: number, y: number) => x * y],
    ['f32x4.div', (x: number, y: number) => x / y],
    ['f32x4.min', Math.min],
    ['f32x4.max', Math.max],
    ['f32x4.pmin', Math.min],
    ['f32x4.pmax', Math.max],
  ] as const)('%s works on four lanes', (name, expected) => {
    const out = run([...a, ...b], (f, p) => {
      for (const each of [p, p]) f.get(each);
      f.memory('v128.load');
      f.get(p);
      f.memory('v128.load', 16);
      f.op(name);
      f.memory('v128.store', 32);
    });
    expect(out.slice(8, 12)).toEqual(a.map((x, i) => Math.fround(expected(x, b[i]!))));
  });

  it.each([
    ['f32x4.abs', Math.abs],
    ['f32x4.neg', (x: number) => -x],
    ['f32x4.floor', Math.floor],
    ['f32x4.ceil', Math.ceil],
    ['f32x4.trunc', Math.trunc],
    ['f32x4.sqrt', Math.sqrt],
  ] as const)('%s works on four lanes', (name, expected) => {
    const out = run(a, (f, p) => {
      for (const each of [p, p]) f.get(each);
      f.memory('v128.load');
      f.op(name);
      f.memory('v128.store', 16);
    });
    expect(out.slice(4, 8)).toEqual(a.map((x) => Math.fround(expected(x))));
  });

  it.each([
    ['f32x4.eq', (x: number, y: number) => x === y],
    ['f32x4.ne', (x: number, y: number) => x !== y],
    ['f32x4.lt', (x: number, y: number) => x < y],
    ['f32x4.gt', (x: number, y: number) => x > y],
    ['f32x4.le', (x: number, y: number) => x <= y],
    ['f32x4.ge', (x: number, y: number) => x >= y],
  ] as const)('%s and bitselect choose lane by lane', (name, expected) => {
    const other = [1.5, 4, -8, -0.5];
    const out = run([...a, ...other], (f, p) => {
      f.get(p);
      f.f32x4(1);
      f.f32x4(10, 20, 30, 40);
      f.get(p);
      f.memory('v128.load');
      f.get(p);
      f.memory('v128.load', 16);
      f.op(name, 'v128.bitselect');
      f.memory('v128.store', 32);
    });
    expect(out.slice(8, 12)).toEqual(a.map((x, i) => (expected(x, other[i]!) ? 1 : 10 * (i + 1))));
  });

  it('converts, shifts and masks integers', () => {
    const out = run([7.75, -7.75, 0, 1000], (f, p) => {
      for (const each of [p, p]) f.get(each);
      f.memory('v128.load');
      f.op('i32x4.trunc_sat_f32x4_s');
      f.i32(1);
      f.op('i32x4.shl');
      f.i32x4(1, 2, 3, 4);
      f.op('i32x4.add', 'f32x4.convert_i32x4_s');
      f.memory('v128.store');
    });
    expect(out.slice(0, 4)).toEqual([15, -12, 3, 2004]);
  });

  it('moves lanes: splat, zero, lane loads and stores, shuffle, extract, replace', () => {
    const out = run([1, 2, 3, 4], (f, p) => {
      for (const each of [p, p]) f.get(each);
      f.memory('v128.load32_splat', 8);
      f.get(p);
      f.memory('v128.load');
      f.shuffle([0, 4, 7, 5]);
      f.memory('v128.store', 16);
      for (const each of [p, p]) f.get(each);
      f.memory('v128.load32_zero', 4);
      f.get(p);
      f.memory('v128.load');
      f.lane('f32x4.extract_lane', 3);
      f.lane('f32x4.replace_lane', 2);
      f.memory('v128.store', 32);
      f.get(p);
      f.get(p);
      f.f32x4(-1);
      f.laneMemory('v128.load32_lane', 1, 8);
      f.laneMemory('v128.store64_lane', 0, 48);
    });
    expect(out.slice(4)).toEqual([3, 1, 4, 2, 2, 0, 4, 0, -1, 3, 0, 0]);
  });

  it.each(builds)('select takes lanes by a mask (relaxed: %s)', (relaxed) => {
    const body = (f: FunctionBuilder, p: Local): void => {
      f.get(p);
      f.f32x4(1, 2, 3, 4);
      f.f32x4(5, 6, 7, 8);
      f.i32x4(-1, 0, 0, -1);
      f.select();
      f.memory('v128.store');
    };
    expect(run([], body, relaxed).slice(0, 4)).toEqual([1, 6, 7, 4]);
  });

  it.each(builds)('madd is a b + c (relaxed: %s)', (relaxed) => {
    const body = (f: FunctionBuilder, p: Local): void => {
      f.get(p);
      f.f32x4(2, 3, 4, 5);
      f.f32x4(10);
      f.f32x4(1, 2, 3, 4);
      f.madd();
      f.memory('v128.store');
    };
    expect(run([], body, relaxed).slice(0, 4)).toEqual([21, 32, 43, 54]);
  });

  it('fills memory with a byte', () => {
    const out = run([1, 2, 3, 4], (f, p) => {
      f.get(p);
      f.i32(0);
      f.i32(8);
      f.fillMemory();
    });
    expect(out.slice(0, 4)).toEqual([0, 0, 3, 4]);
  });
});

describe('opcodes', () => {
  type Stack = 'i32' | 'f32' | 'f64' | 'v128';

  /** What an instruction takes and gives, by the rules of the text format's names. */
  function signature(name: string): [readonly Stack[], Stack] {
    const [type, operation] = name.split('.') as [string, string];
    const from = /^(?:convert|demote|promote|reinterpret|trunc_sat)_(\w?\d\d(?:x\d)?)/.exec(operation)?.[1];
    if (type.includes('x')) {
      const scalar: Stack = type === 'i32x4' ? 'i32' : (type.slice(0, 3) as Stack);
      if (operation === 'splat') return [[scalar], 'v128'];
      if (/^(all_true|bitmask)$/.test(operation)) return [['v128'], 'i32'];
      if (operation.startsWith('sh')) return [['v128', 'i32'], 'v128'];
      const one = /^(abs|neg|sqrt|ceil|floor|trunc|nearest|convert|demote|promote|trunc_sat)/.test(operation);
      return [one ? ['v128'] : ['v128', 'v128'], 'v128'];
    }
    if (name === 'v128.not') return [['v128'], 'v128'];
    if (name === 'v128.any_true') return [['v128'], 'i32'];
    if (name === 'v128.bitselect') return [['v128', 'v128', 'v128'], 'v128'];
    if (type === 'v128') return [['v128', 'v128'], 'v128'];
    if (from !== undefined) return [[from as Stack], type as Stack];
    if (operation === 'eqz') return [['i32'], 'i32'];
    if (/^(abs|neg|floor|sqrt)$/.test(operation)) return [[type as Stack], type as Stack];
    const compares = /^(eq|ne|lt|gt|le|ge)(_|$)/.test(operation);
    return [[type as Stack, type as Stack], compares ? 'i32' : (type as Stack)];
  }

  const named = [...Object.keys(scalarOpcodes), ...Object.keys(vectorOpcodes)].filter((n) => n.includes('.'));

  it.each(named)('%s has the types of its name', (name) => {
    const [params, result] = signature(name);
    const m = moduleBuilder({ relaxed: false });
    m.func('go', params, [result], (f, ...locals) => {
      for (const each of locals) f.get(each);
      f.op(name as keyof typeof scalarOpcodes);
    });
    expect(WebAssembly.validate(m.encode())).toBe(true);
  });
});
