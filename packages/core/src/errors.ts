const marker = Symbol.for('@unsaturate/error');

/** Base of every error this project throws on purpose; `name` says which rule was broken. */
export class UnsaturateError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a value is an error of this project, also across copies and versions of its packages. */
  static isInstance(value: unknown): value is UnsaturateError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}

/** What an {@link InvalidArgumentError} reports. */
export interface InvalidArgument {
  /** The public function that was called. */
  readonly where: string;
  /** The argument or option at fault. */
  readonly argument: string;
  /** What was given. */
  readonly value: unknown;
  /** What is expected, as the end of the sentence "`argument` must ...". */
  readonly rule: string;
  /** What to do instead, when the rule alone does not say it. */
  readonly advice?: string;
}

/** An argument broke a rule. Reads like `noisyActivation: alpha must be a finite number, got NaN.` */
export class InvalidArgumentError extends UnsaturateError implements InvalidArgument {
  readonly where: string;
  readonly argument: string;
  readonly value: unknown;
  readonly rule: string;

  constructor({ where, argument, value, rule, advice }: InvalidArgument) {
    super(
      'InvalidArgumentError',
      `${where}: ${argument} must ${rule}, got ${describe(value)}.${advice === undefined ? '' : ` ${advice}`}`,
    );
    this.where = where;
    this.argument = argument;
    this.value = value;
    this.rule = rule;
  }
}

/** A short, one-line rendering of any value for an error message. */
export function describe(value: unknown): string {
  const text = render(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function render(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name} of ${(value as Uint8Array).length} elements`;
  try {
    return JSON.stringify(value, (_key, each: unknown) => (isJson(each) ? each : render(each)));
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Whether JSON shows a value as it is; it drops functions and undefined, and makes NaN and Infinity null. */
function isJson(value: unknown): boolean {
  return typeof value === 'number'
    ? Number.isFinite(value)
    : ['object', 'string', 'boolean'].includes(typeof value);
}

/** Throws an {@link InvalidArgumentError} unless `value` is a finite number. */
export function assertFinite(where: string, argument: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a finite number' });
  }
}

/** Throws an {@link InvalidArgumentError} unless `value` is a finite number of at least 0. */
export function assertNonNegative(where: string, argument: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a finite number of at least 0' });
  }
}

/** Throws an {@link InvalidArgumentError} unless `value` is an unsigned 32-bit integer. */
export function assertUint32(where: string, argument: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || value >>> 0 !== value) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be an integer from 0 to 4294967295' });
  }
}

/** Throws an {@link InvalidArgumentError} unless `value` is one of `choices`. */
export function assertOneOf<Choice extends string>(
  where: string,
  argument: string,
  value: unknown,
  choices: readonly Choice[],
): asserts value is Choice {
  if (!choices.includes(value as Choice)) {
    const rule = `be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
    throw new InvalidArgumentError({ where, argument, value, rule });
  }
}

/** Throws an {@link InvalidArgumentError} unless `value` is an object, and not an array. */
export function assertObject(where: string, argument: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be an object' });
  }
}

/**
 * Throws an {@link InvalidArgumentError} unless `value` is an object with no key but the known ones: a misspelt option
 * would count as one left out.
 */
export function assertKnownKeys(
  where: string,
  argument: string,
  value: unknown,
  known: readonly string[],
): asserts value is object {
  assertObject(where, argument, value);
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const rule = known.length === 0 ? 'be empty' : `hold only ${known.join(', ')}`;
    throw new InvalidArgumentError({ where, argument, value: key, rule });
  }
}
