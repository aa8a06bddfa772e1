import { InvalidArgumentError } from '@unsaturate/core';

/** Reads an option that must be an integer of at least `least`. */
export function integerOption(where: string, name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  const rule = `be an integer of at least ${least}`;
  throw new InvalidArgumentError({ where, argument: `--${name}`, value: text, rule });
}

/** Reads an option that must be a finite number, of at least `least` if that is given. */
export function numberOption(where: string, name: string, text: string, least = -Infinity): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  const rule = least === -Infinity ? 'be a finite number' : `be a number of at least ${least}`;
  throw new InvalidArgumentError({ where, argument: `--${name}`, value: text, rule });
}
