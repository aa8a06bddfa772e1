import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BaseName,
  bases,
  describe,
  type NanilForm,
  UnsaturateError,
  type Variant,
  variants,
  type Words,
} from '@unsaturate/core';
import * as v from 'valibot';

/** A file of reference values is missing, malformed, or lacks cases. */
export class GoldenFileError extends UnsaturateError {
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super('GoldenFileError', `${file}: ${problem}`, options);
  }
}

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const words = v.tuple([uint32, uint32]) as unknown as v.GenericSchema<unknown, Words>;
const numbers = v.pipe(v.array(v.number()), v.minLength(1));
const base = v.picklist(Object.keys(bases) as BaseName[]);
const variant = v.picklist(variants as Variant[]);
const form = v.picklist(['equation9', 'authors'] satisfies NanilForm[]);

const noise = v.object({
  threefry2x32: v.array(v.object({ rounds: v.number(), key: words, counter: words, out: words })),
  normal: v.array(v.object({ key: words, stream: uint32, z: numbers })),
});

const activation = v.object({
  base,
  variant,
  form,
  clip: v.boolean(),
  alpha: v.number(),
  c: v.number(),
  x: v.number(),
  p: v.number(),
  xi: v.number(),
  y: v.number(),
  dydx: v.number(),
  dydp: v.number(),
  expectation: v.number(),
});

const scanInputs = v.object({
  x: numbers,
  kernel: numbers,
  recurrentKernel: numbers,
  bias: numbers,
  p: numbers,
  h0: numbers,
  c0: v.optional(numbers),
});

const scan = v.object({
  kind: v.picklist(['lstm', 'gru']),
  variant,
  form,
  clip: v.boolean(),
  alpha: v.number(),
  c: v.number(),
  training: v.boolean(),
  reverse: v.boolean(),
  mask: v.nullable(numbers),
  gate: base,
  state: base,
  B: v.number(),
  T: v.number(),
  I: v.number(),
  H: v.number(),
  key: words,
  stream: uint32,
  inputs: scanInputs,
  dy: numbers,
  y: numbers,
  hT: numbers,
  cT: v.nullable(numbers),
  grads: scanInputs,
});

/** Known answers of the random number generator and the noise stream. */
export type NoiseCases = v.InferOutput<typeof noise>;
/** One activation at one point. */
export type ActivationCase = v.InferOutput<typeof activation>;
/** One recurrence with its gradients, arrays flat row-major. */
export type ScanCase = v.InferOutput<typeof scan>;

/** What of a case describes its activation. */
export function activationOptions({
  base,
  variant,
  alpha,
  form,
  clip,
}: ActivationCase): Pick<ActivationCase, 'base' | 'variant' | 'alpha' | 'form' | 'clip'> {
  return { base, variant, alpha, form, clip };
}

/** A folder of reference values. */
export interface Golden {
  readonly noise: NoiseCases;
  readonly activations: readonly ActivationCase[];
  readonly scans: readonly ScanCase[];
}

/** Cases the format asks for; a file with fewer proves less than it claims. */
const required = { threefry2x32: 6, normal: 3, activations: 400, scans: 42 };

/**
 * Reads noise.json, activations.json and scans.json.
 *
 * @throws {@link GoldenFileError} if a file is missing, is not of the format, or lacks cases: fewer than the reference
 * set has, or none for some variant.
 */
export async function readGolden(folder: string): Promise<Golden> {
  const golden = {
    noise: await readJson(folder, 'noise.json', noise),
    activations: await readJson(folder, 'activations.json', v.array(activation)),
    scans: await readJson(folder, 'scans.json', v.array(scan)),
  };
  requireCases('noise.json', 'threefry2x32', golden.noise.threefry2x32.length);
  requireCases('noise.json', 'normal', golden.noise.normal.length);
  requireCases('activations.json', 'activations', golden.activations.length);
  requireCases('scans.json', 'scans', golden.scans.length);
  requireVariants('activations.json', golden.activations);
  for (const kind of ['lstm', 'gru'] as const) {
    requireVariants(
      `scans.json (${kind})`,
      golden.scans.filter((each) => each.kind === kind),
    );
  }
  return golden;
}

async function readJson<Value>(
  folder: string,
  file: string,
  schema: v.GenericSchema<unknown, Value>,
): Promise<Value> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new GoldenFileError(path, `cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  const parsed = v.safeParse(schema, parseJson(path, text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new GoldenFileError(path, `${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new GoldenFileError(path, `is not JSON (${(cause as Error).message})`, { cause });
  }
}

function requireCases(file: string, kind: keyof typeof required, given: number): void {
  if (given >= required[kind]) return;
  throw new GoldenFileError(file, `has ${given} ${kind} cases, the reference set has ${required[kind]}`);
}

function requireVariants(file: string, cases: readonly { variant: Variant }[]): void {
  const present = new Set(cases.map((each) => each.variant));
  // 'none' has no noise and needs no case among single activations.
  const missing = variants.filter((each) => each !== 'none' && !present.has(each));
  if (missing.length > 0) throw new GoldenFileError(file, `has no case for ${describe(missing)}`);
}
