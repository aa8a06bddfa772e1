import { assertKnownKeys, assertOneOf, InvalidArgumentError } from '@unsaturate/core';

/** The numbers that the shapes of a neural Turing machine depend on, all at least 1. */
export interface NtmSizes {
  /** Size of the input, I. */
  readonly inputSize: number;
  /** Units of the controller, H. */
  readonly units: number;
  /** Size of the output, O. */
  readonly outputSize: number;
  /** Locations of the memory, N. */
  readonly locations: number;
  /** Size of the vector at each location, M. */
  readonly width: number;
}

/** What a neural Turing machine is made of. */
export interface NtmOptions {
  /** Default 'lstm'. 'feedForward' has no state of its own: all that it remembers is in the memory. */
  readonly controller?: 'lstm' | 'feedForward';
  /** Heads that read, R. Default 1. */
  readonly readHeads?: number;
  /** Heads that write, W. Default 1. */
  readonly writeHeads?: number;
  /** Allowed shifts of attention, S, odd: 3 is one location back, none, one forward. Default 3. */
  readonly shifts?: number;
  /** Whether the sigmoid and tanh of the heads are the cell's activations, too, so that noise reaches them. Default false. */
  readonly noisyHeads?: boolean;
  /** Whether outputs hold the weights of all heads as well; see `ntmOutputs`. Default false. */
  readonly showWeights?: boolean;
}

const optionKeys = ['controller', 'readHeads', 'writeHeads', 'shifts', 'noisyHeads', 'showWeights'];

/** Options with their defaults. Throws an InvalidArgumentError for what is unknown or out of range. */
export function resolveNtm(where: string, options: NtmOptions): Required<NtmOptions> {
  assertKnownKeys(where, 'options', options, optionKeys);
  const resolved: Required<NtmOptions> = {
    controller: 'lstm',
    readHeads: 1,
    writeHeads: 1,
    shifts: 3,
    noisyHeads: false,
    showWeights: false,
    ...options,
  };
  assertOneOf(where, 'controller', resolved.controller, ['lstm', 'feedForward']);
  for (const argument of ['readHeads', 'writeHeads', 'shifts'] as const)
    assertPositive(where, argument, resolved[argument]);
  if (resolved.shifts % 2 === 0) {
    const rule = 'be odd, as many shifts back as forward';
    throw new InvalidArgumentError({ where, argument: 'shifts', value: resolved.shifts, rule });
  }
  return resolved;
}

/** Throws an InvalidArgumentError unless every size is at least 1, and shifts reach no location twice. */
export function checkSizes(where: string, sizes: NtmSizes, shifts: number): void {
  for (const name of ['inputSize', 'units', 'outputSize', 'locations', 'width'] as const)
    assertPositive(where, name, sizes[name]);
  if (sizes.locations >= shifts) return;
  const rule = `be at least ${shifts}, the number of shifts`;
  throw new InvalidArgumentError({ where, argument: 'locations', value: sizes.locations, rule });
}

function assertPositive(where: string, argument: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) >= 1) return;
  throw new InvalidArgumentError({ where, argument, value, rule: 'be an integer of at least 1' });
}
