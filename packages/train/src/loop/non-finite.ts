import { UnsaturateError } from '@unsaturate/core';

/** A number that training needs became NaN or infinite. No checkpoint was written of it; one written before is kept. */
export class NonFiniteLossError extends UnsaturateError {
  /** What is not finite, for example 'loss' or 'gradient norm'. */
  readonly quantity: string;
  readonly value: number;
  /** The update that failed, from 1. */
  readonly update: number;

  constructor(quantity: string, value: number, update: number) {
    super(
      'NonFiniteLossError',
      `train: the ${quantity} is ${value} at update ${update}, of which nothing was stored. ` +
        'Try a smaller learning rate, a smaller clipNorm or less noise.',
    );
    this.quantity = quantity;
    this.value = value;
    this.update = update;
  }
}

/** Throws a {@link NonFiniteLossError} for the first value that is not finite. */
export function assertAllFinite(quantities: Readonly<Record<string, number>>, update: number): void {
  for (const [quantity, value] of Object.entries(quantities)) {
    if (!Number.isFinite(value)) throw new NonFiniteLossError(quantity, value, update);
  }
}
