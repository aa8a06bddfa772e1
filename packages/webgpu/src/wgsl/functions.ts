import type { BinaryFunction, UnaryFunction } from '@unsaturate/scan';

/** A function written in WGSL, and the names of those that it calls. */
interface Helper {
  readonly calls: readonly string[];
  readonly code: string;
}

/**
 * What WGSL lacks, or has with errors that a recurrence would show: its log, sin and cos may be off by 2^-21 and 2^-11.
 * After the single-precision functions of the Cephes library, Moshier 1989.
 */
const helpers: Readonly<Record<string, Helper>> = {
  // x = 2^e (1 + r) with 1 + r in [sqrt(1/2), sqrt(2)].
  ln: {
    calls: [],
    code: `fn ln(x: f32) -> f32 {
  if (!(x > 0.0 && x < 3.4e38)) { return log(x); }
  let bits = bitcast<u32>(x);
  let high = (bits & 0x7fffffu) > 0x3504f3u;
  let e = f32(i32(bits >> 23u) - select(127, 126, high));
  let r = bitcast<f32>((bits & 0x7fffffu) | select(0x3f800000u, 0x3f000000u, high)) - 1.0;
  let z = r * r;
  var y = fma(7.0376836292e-2, r, -1.1514610310e-1);
  y = fma(y, r, 1.1676998740e-1);
  y = fma(y, r, -1.2420140846e-1);
  y = fma(y, r, 1.4249322787e-1);
  y = fma(y, r, -1.6668057665e-1);
  y = fma(y, r, 2.0000714765e-1);
  y = fma(y, r, -2.4999993993e-1);
  y = fma(y, r, 3.3333331174e-1) * r * z;
  y = fma(-2.12194440e-4, e, y);
  return fma(0.693359375, e, r + fma(-0.5, z, y));
}`,
  },
  // log(1 + x) = 2 artanh(s), s = x / (2 + x): nothing cancels near 0.
  ln1p: {
    calls: ['ln'],
    code: `fn ln1p(x: f32) -> f32 {
  if (!(abs(x) < 0.5)) { return ln(1.0 + x); }
  let s = x / (2.0 + x);
  let z = s * s;
  var y = fma(z, 1.0 / 15.0, 1.0 / 13.0);
  y = fma(y, z, 1.0 / 11.0);
  y = fma(y, z, 1.0 / 9.0);
  y = fma(y, z, 1.0 / 7.0);
  y = fma(y, z, 1.0 / 5.0);
  y = fma(y, z, 1.0 / 3.0);
  return 2.0 * fma(y * z, s, s);
}`,
  },
  sigmoid: {
    calls: [],
    code: `fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(1.0, e, x < 0.0) / (1.0 + e);
}`,
  },
  hyperbolic: {
    calls: [],
    code: `fn hyperbolic(x: f32) -> f32 {
  if (abs(x) < 0.625) {
    let z = x * x;
    var y = fma(-5.70498872745e-3, z, 2.06390887954e-2);
    y = fma(y, z, -5.37397155531e-2);
    y = fma(y, z, 1.33314422036e-1);
    y = fma(y, z, -3.33332819422e-1);
    return fma(y * z, x, x);
  }
  let e = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e) / (1.0 + e);
}`,
  },
  softplus: {
    calls: ['ln1p'],
    code: `fn softplus(x: f32) -> f32 {
  return max(x, 0.0) + ln1p(exp(-abs(x)));
}`,
  },
  // sin(x + quarters pi / 2), after taking away whole quarters, whose length is the sum of three numbers with few digits.
  wave: {
    calls: [],
    code: `fn wave(x: f32, quarters: i32) -> f32 {
  let k = round(x * 0.636619772);
  var r = fma(k, -1.5703125, x);
  r = fma(k, -4.837512969970703e-4, r);
  r = fma(k, -7.549789954891882e-8, r);
  let z = r * r;
  let odd = fma(fma(fma(-1.9515295891e-4, z, 8.3321608736e-3), z, -1.6666654611e-1) * z, r, r);
  let even = fma(fma(fma(2.443315711809948e-5, z, -1.388731625493765e-3), z, 4.166664568298827e-2) * z, z, fma(-0.5, z, 1.0));
  let q = (i32(k) + quarters) & 3;
  let y = select(odd, even, (q & 1) == 1);
  return select(y, -y, q > 1);
}`,
  },
  power: {
    calls: ['ln'],
    code: `fn power(a: f32, b: f32) -> f32 {
  if (b == 0.0) { return 1.0; }
  if (a == 0.0) { return select(bitcast<f32>(run.infinity), 0.0, b > 0.0); }
  let y = exp(b * ln(abs(a)));
  if (a > 0.0) { return y; }
  if (floor(b) != b) { return bitcast<f32>(run.nan); }
  return select(y, -y, abs(b) % 2.0 == 1.0);
}`,
  },
  // Threefry2x32 of 13 rounds, Salmon et al. 2011; one block holds two words.
  threefry: {
    calls: [],
    code: `fn threefry(block: u32, stream: u32) -> vec2<u32> {
  let key2 = 0x1bd11bdau ^ run.key0 ^ run.key1;
  var x = block + run.key0;
  var y = stream + run.key1;
${threefryRounds().join('\n')}
  return vec2<u32>(x, y);
}`,
  },
  // sqrt(2) erfinv(u - 1), Giles 2010, table 5; u and 2 - u are exact.
  normal: {
    calls: ['threefry', 'ln'],
    code: `fn normal(site: u32, element: u32) -> f32 {
  let stream = run.stream + u32(step.iteration) * run.sites + site;
  let words = threefry(element >> 1u, stream);
  let word = select(words.x, words.y, (element & 1u) == 1u);
  let u = (f32(word >> 9u) + 0.5) * 2.384185791015625e-7;
  let w = -ln(u * (2.0 - u));
  let central = w < 5.0;
  let t = select(sqrt(w) - 3.0, w - 2.5, central);
  var p = select(-0.000200214257, 2.81022636e-8, central);
  p = fma(p, t, select(0.000100950558, 3.43273939e-7, central));
  p = fma(p, t, select(0.00134934322, -3.5233877e-6, central));
  p = fma(p, t, select(-0.00367342844, -4.39150654e-6, central));
  p = fma(p, t, select(0.00573950773, 0.00021858087, central));
  p = fma(p, t, select(-0.0076224613, -0.00125372503, central));
  p = fma(p, t, select(0.00943887047, -0.00417768164, central));
  p = fma(p, t, select(1.00167406, 0.246640727, central));
  p = fma(p, t, select(2.83297682, 1.50140941, central));
  return 1.41421356 * (u - 1.0) * p;
}`,
  },
};

/** The rounds one by one: an array of rotations would have to be read, and software does that slowly. */
function threefryRounds(): string[] {
  const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
  const keys = ['run.key0', 'run.key1', 'key2'];
  return Array.from({ length: 13 }, (_, round) => {
    const by = rotations[round % 8]!;
    const group = (round + 1) / 4;
    return [
      `  x += y;`,
      `  y = ((y << ${by}u) | (y >> ${32 - by}u)) ^ x;`,
      ...(Number.isInteger(group)
        ? [`  x += ${keys[group % 3]!};`, `  y += ${keys[(group + 1) % 3]!} + ${group}u;`]
        : []),
    ];
  }).flat();
}

/** The helpers that some code calls, in an order in which each comes after those that it calls. */
export function helpersFor(code: string): string {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    helpers[name]!.calls.forEach(add);
    found.add(name);
  };
  for (const name of Object.keys(helpers)) if (new RegExp(`\\b${name}\\(`).test(code)) add(name);
  return [...found].map((name) => helpers[name]!.code).join('\n');
}

/** A function of one argument, as an expression. */
export const unaryExpressions: Readonly<Record<UnaryFunction, (x: string) => string>> = {
  neg: (x) => `-${x}`,
  abs: (x) => `abs(${x})`,
  sign: (x) => `sign(${x})`,
  floor: (x) => `floor(${x})`,
  sqrt: (x) => `sqrt(${x})`,
  rsqrt: (x) => `inverseSqrt(${x})`,
  exp: (x) => `exp(${x})`,
  log: (x) => `ln(${x})`,
  log1p: (x) => `ln1p(${x})`,
  sigmoid: (x) => `sigmoid(${x})`,
  tanh: (x) => `hyperbolic(${x})`,
  softplus: (x) => `softplus(${x})`,
  step: (x) => truth(`${x} > 0.0`),
  not: (x) => truth(`${x} == 0.0`),
  sin: (x) => `wave(${x}, 0)`,
  cos: (x) => `wave(${x}, 1)`,
};

/** A function of two arguments, as an expression. */
export const binaryExpressions: Readonly<Record<BinaryFunction, (a: string, b: string) => string>> = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  min: (a, b) => `min(${a}, ${b})`,
  max: (a, b) => `max(${a}, ${b})`,
  pow: (a, b) => `power(${a}, ${b})`,
  equal: (a, b) => truth(`${a} == ${b}`),
  notEqual: (a, b) => truth(`${a} != ${b}`),
  less: (a, b) => truth(`${a} < ${b}`),
  lessEqual: (a, b) => truth(`${a} <= ${b}`),
  greater: (a, b) => truth(`${a} > ${b}`),
  greaterEqual: (a, b) => truth(`${a} >= ${b}`),
  and: (a, b) => truth(`${a} != 0.0 && ${b} != 0.0`),
  or: (a, b) => truth(`${a} != 0.0 || ${b} != 0.0`),
};

function truth(condition: string): string {
  return `select(0.0, 1.0, ${condition})`;
}

/** A float32 as an expression; WGSL has no literals for what is not finite. */
export function literal(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) return 'bitcast<f32>(run.nan)';
  if (!Number.isFinite(rounded)) return `${rounded < 0 ? '-' : ''}bitcast<f32>(run.infinity)`;
  return rounded < 0 || Object.is(rounded, -0) ? `-${-rounded}f` : `${rounded}f`;
}
