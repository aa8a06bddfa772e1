const marker = Symbol.for('@unsaturate/error');

/** What an {@link InvalidArgumentError} reports. */
export interface InvalidArgument {
  /** The public function that was called, or that made the function that was called. */
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

/**
 * An argument broke a rule. Reads like `linear: steps must be a finite number above 0, got 0.`
 *
 * `UnsaturateError.isInstance` of `@unsaturate/core` recognises it, without either package knowing the other.
 */
export class InvalidArgumentError extends Error implements InvalidArgument {
  readonly where: string;
  readonly argument: string;
  readonly value: unknown;
  readonly rule: string;

  constructor({ where, argument, value, rule, advice }: InvalidArgument) {
    super(
      `${where}: ${argument} must ${rule}, got ${describe(value)}.${advice === undefined ? '' : ` ${advice}`}`,
    );
    this.name = 'InvalidArgumentError';
    this.where = where;
    this.argument = argument;
    this.value = value;
    this.rule = rule;
    Object.defineProperty(this, marker, { value: true });
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** A rule about a number: what it says, and whether it holds. */
export interface NumberRule {
  readonly rule: string;
  readonly holds: (value: number) => boolean;
}

export const finite: NumberRule = { rule: 'be a finite number', holds: Number.isFinite };

export const positiveInteger: NumberRule = {
  rule: 'be an integer of at least 1',
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
};

/** Above 0 and at most 1. */
export const share: NumberRule = {
  rule: 'be a number above 0 and at most 1',
  holds: (value) => value > 0 && value <= 1,
};

/** From 0 to 1. */
export const unitInterval: NumberRule = {
  rule: 'be a number from 0 to 1',
  holds: (value) => value >= 0 && value <= 1,
};

export function atLeast(min: number): NumberRule {
  return {
    rule: `be a finite number of at least ${min}`,
    holds: (value) => Number.isFinite(value) && value >= min,
  };
}

export function above(bound: number): NumberRule {
  return {
    rule: `be a finite number above ${bound}`,
    holds: (value) => Number.isFinite(value) && value > bound,
  };
}

/** Throws an {@link InvalidArgumentError} unless `value` is a number that follows the rule. */
export function assertNumber(
  where: string,
  argument: string,
  value: unknown,
  { rule, holds }: NumberRule,
): void {
  if (typeof value !== 'number' || !holds(value)) {
    throw new InvalidArgumentError({ where, argument, value, rule });
  }
}

/** Throws an {@link InvalidArgumentError} unless `value` is a function. */
export function assertFunction(where: string, argument: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a function' });
  }
}

/** Throws an {@link InvalidArgumentError} unless `value` is one of `choices`. */
export function assertOneOf(
  where: string,
  argument: string,
  value: unknown,
  choices: readonly string[],
): void {
  if (!choices.includes(value as string)) {
    const rule = `be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
    throw new InvalidArgumentError({ where, argument, value, rule });
  }
}

/** Throws an {@link InvalidArgumentError} unless `options` is an object with no key but the known ones. */
export function assertKnownKeys(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError({ where, argument: 'options', value: options, rule: 'be an object' });
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const rule = `hold only ${known.join(', ')}`;
    throw new InvalidArgumentError({ where, argument: 'options', value: key, rule });
  }
}
