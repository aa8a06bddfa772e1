import { InvalidArgumentError, type Words } from '@unsaturate/core';
import type { Json } from '../records.ts';
import { isSealed, sealPlaceholder, seal, startsSealed } from './digest.ts';
import { CheckpointError } from './errors.ts';
import {
  declaredLength,
  decodeMetadata,
  decodeTensors,
  encodeSafetensors,
  type TensorValues,
} from './safetensors.ts';

/** Values by name. */
export type NamedValues = Readonly<Record<string, TensorValues>>;

/** Where a run stands; all counts are of what is done. */
export interface Progress {
  readonly update: number;
  readonly epoch: number;
  /** Batches of the epoch under way. */
  readonly index: number;
  /** Batches that make an epoch. */
  readonly batchesPerEpoch: number;
  /** Sums over the epoch under way, from which its mean is made. */
  readonly epochNll: number;
  readonly epochCount: number;
  /** Null with a model that does not tell what was right, and before the first update of an epoch. */
  readonly epochCorrect: number | null;
  /** Lowest validation nll per prediction so far, or null. */
  readonly bestValidation: number | null;
  /** State of the plateau rule, or null. */
  readonly plateau: Json;
  /** Stage of the curriculum, or null. */
  readonly stage: Json;
}

/** Everything a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** What the model is, in the caller's words. Compared when restoring. */
  readonly architecture: Json;
  /** The caller's own, for example a vocabulary. Returned as it is. */
  readonly user: Json;
  readonly progress: Progress;
  readonly noise: { readonly key: Words; readonly next: number };
  readonly optimizer: { readonly name: string; readonly step: number };
  readonly parameters: NamedValues;
  /** By slot, then by parameter. */
  readonly slots: Readonly<Record<string, NamedValues>>;
  /** Empty between epochs. */
  readonly carry: NamedValues;
}

/** Version of the format that {@link encodeCheckpoint} writes. */
export const checkpointVersion = 1;

// What goes into the metadata as JSON, each under its own name.
const stateKeys = ['architecture', 'user', 'progress', 'noise', 'optimizer'] as const;

/**
 * Writes a checkpoint as a safetensors file, readable by any safetensors reader.
 *
 * Tensors are `parameters/NAME`, `slots/SLOT/NAME` and `carry/NAME`; the rest is JSON in `__metadata__`, beside a
 * sha256 over everything else in the file.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { parameters, slots, carry } = checkpoint;
  const tensors = Object.fromEntries([
    ...prefixed('parameters', parameters),
    ...Object.entries(slots).flatMap(([slot, values]) => prefixed(`slots/${slot}`, values)),
    ...prefixed('carry', carry),
  ]);
  const state = Object.fromEntries(stateKeys.map((key) => [key, JSON.stringify(checkpoint[key])]));
  const metadata = { ...sealPlaceholder, version: String(checkpointVersion), ...state };
  return seal(encodeSafetensors({ metadata, tensors }));
}

/**
 * Reads a checkpoint.
 *
 * @throws {@link CheckpointError} if the bytes are not a checkpoint, are cut short, were altered anywhere, or are of a
 * newer format.
 * @throws InvalidArgumentError if they are not bytes.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  if (!(bytes instanceof Uint8Array)) {
    const [where, rule] = ['decodeCheckpoint', 'be a Uint8Array'];
    throw new InvalidArgumentError({ where, argument: 'bytes', value: bytes, rule });
  }
  if (!startsSealed(bytes)) throw new CheckpointError('not-a-checkpoint');
  if (!isSealed(bytes)) throw new CheckpointError(isCutShort(bytes) ? 'truncated' : 'altered');
  const metadata = decodeMetadata(bytes);
  if (Number(metadata.version) > checkpointVersion) throw new CheckpointError('newer-format');
  const tensors = decodeTensors(bytes);
  const state = Object.fromEntries(stateKeys.map((key) => [key, JSON.parse(metadata[key]!)]));
  return {
    ...(state as Pick<Checkpoint, (typeof stateKeys)[number]>),
    parameters: below('parameters', tensors),
    slots: bySlot(below('slots', tensors)),
    carry: below('carry', tensors),
  };
}

function isCutShort(bytes: Uint8Array): boolean {
  try {
    return declaredLength(bytes) > bytes.length;
  } catch {
    return false; // the header is no JSON: altered
  }
}

function prefixed(prefix: string, values: NamedValues): [string, TensorValues][] {
  return Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]);
}

function below(prefix: string, values: NamedValues): NamedValues {
  const start = `${prefix}/`;
  const entries = Object.entries(values).filter(([name]) => name.startsWith(start));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(start.length), value]));
}

function bySlot(values: NamedValues): Record<string, NamedValues> {
  const slots = new Set(Object.keys(values).map((name) => name.slice(0, name.indexOf('/'))));
  return Object.fromEntries([...slots].map((slot) => [slot, below(slot, values)]));
}
