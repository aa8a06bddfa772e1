/** How a value of a view's state stands in the address. */
export interface Field<Value> {
  /** Undefined where the text is no such value. */
  readonly parse: (text: string) => Value | undefined;
  /** What is expected: `a number from 0 to 1`. */
  readonly rule: string;
}

/** A field for each value of a state. */
export type Fields<State> = { readonly [Key in keyof State]: Field<State[Key]> };

/** A state that was read, with a sentence on everything in the address that could not be used. */
export interface ReadState<State> {
  readonly state: State;
  readonly problems: readonly string[];
}

/** A number in a range. */
export function numberField(min: number, max: number): Field<number> {
  return {
    parse(text) {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      return value >= min && value <= max ? value : undefined;
    },
    rule: `a number from ${min} to ${max}`,
  };
}

/** A whole number in a range. */
export function wholeField(min: number, max: number): Field<number> {
  const { parse } = numberField(min, max);
  return {
    parse(text) {
      const value = parse(text);
      return Number.isInteger(value) ? value : undefined;
    },
    rule: `a whole number from ${min} to ${max}`,
  };
}

/** One of some names. */
export function choiceField<Name extends string>(names: readonly Name[]): Field<Name> {
  return { parse: (text) => names.find((name) => name === text), rule: `one of ${names.join(', ')}` };
}

/** Yes or no. */
export const flagField: Field<boolean> = {
  parse: (text) => ({ yes: true, no: false })[text],
  rule: 'yes or no',
};

/** Reads a state; what is not there, or cannot be used, has its default. */
export function readState<State extends object>(
  fields: Fields<State>,
  defaults: State,
  params: URLSearchParams,
): ReadState<State> {
  const state = { ...defaults };
  const problems: string[] = [];
  for (const [name, text] of params) {
    if (!Object.hasOwn(fields, name)) {
      problems.push(`The address has "${name}", which this view does not know.`);
      continue;
    }
    const key = name as keyof State;
    const value = fields[key].parse(text);
    if (value !== undefined) state[key] = value;
    else
      problems.push(
        `The address has ${name}=${text}, but it must be ${fields[key].rule}; ${format(state[key])} is used.`,
      );
  }
  return { state, problems };
}

/** Writes what differs from the defaults. */
export function writeState<State extends object>(defaults: State, state: State): URLSearchParams {
  const keys = Object.keys(defaults) as (keyof State & string)[];
  return new URLSearchParams(
    keys.filter((key) => state[key] !== defaults[key]).map((key) => [key, format(state[key])]),
  );
}

function format(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
