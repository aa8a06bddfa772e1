import type * as tf from '@tensorflow/tfjs-core';
import { type BaseName, type NanilForm, UnsaturateError, type Variant, type Words } from '@unsaturate/core';

/** Version of {@link FusedKernels}: packages are versioned on their own, and both sides must mean the same. */
export const fusedKernelsVersion = 1;

/**
 * An op computed at once on some backend, in place of its composition of tfjs ops. The op has checked the arguments.
 *
 * @param inputs - Tensors on that backend. Those that are no variables may be gone when the gradient is asked for.
 * @param attributes - What is not differentiated, and `keep`: whether gradients may be asked for. If not, nothing need be
 * kept, and `backward` is null.
 */
export type FusedKernel<Input extends string, Attributes = unknown> = (
  inputs: Readonly<Record<Input, tf.Tensor>>,
  attributes: Attributes & { readonly keep: boolean },
) => FusedRun<Input>;

/** What a fused kernel hands back. Tensors made on the way are freed, but for those under `tf.keep`. */
export interface FusedRun<Input extends string> {
  readonly result: tf.Tensor;
  readonly backward: FusedBackward<Input> | null;
}

/** The gradient of a fused kernel, with what it keeps for it until it is disposed of. */
export interface FusedBackward<Input extends string> {
  /**
   * May be called again.
   *
   * @param dResult - Gradient in the result, in its shape.
   * @returns Functions that give the gradients in the inputs, each in the shape of its input; called before anything
   * else runs, or not at all. An input left out has gradient zero.
   */
  gradients(dResult: tf.Tensor): Readonly<Partial<Record<Input, () => tf.Tensor>>>;
  /** Frees what was kept. May be called more than once. */
  dispose(): void;
}

/**
 * Fused `linearCrossEntropy`: hidden [tokens, features], kernel [features, vocabulary] and bias [vocabulary] are float32
 * and none of them empty, labels [tokens] is int32 and in range where that can be checked. The result is [tokens].
 */
export type LinearCrossEntropyKernel = FusedKernel<'hidden' | 'kernel' | 'bias' | 'labels'>;

/**
 * Fused `noisyActivation` in training: `phi(x, xi)` with xi drawn as `normalsAt(key, stream, x.shape)` draws it. x has
 * any shape, p broadcasts to it, c is a scalar; all are float32. The gradient is that in x, p and c; xi is constant.
 */
export type NoisyActivationKernel = FusedKernel<'x' | 'p' | 'c', NoisyActivationAttributes>;

/** What a fused noisy activation is told, every default filled in. */
export interface NoisyActivationAttributes {
  readonly base: BaseName;
  readonly variant: Exclude<Variant, 'none'>;
  readonly alpha: number;
  readonly form: NanilForm;
  readonly clip: boolean;
  /** Key of the noise stream. */
  readonly key: Words;
  /** The number taken from it. */
  readonly stream: number;
}

/** An elementwise function of tensors of one shape and of scalars, all float32; its results have that shape too. */
export type ElementwiseFunction<
  Input extends string = string,
  Scalar extends string = string,
  Output extends string = string,
> = (
  inputs: Readonly<Record<Input, tf.Tensor>>,
  scalars: Readonly<Record<Scalar, tf.Scalar>>,
) => Readonly<Record<Output, tf.Tensor>>;

/**
 * Fused `elementwise`: what a function gives for float32 inputs of one shape, which may be empty, and numbers that may be
 * others each time. The results are new tensors. null if the kernel cannot compute this function; then its ops run.
 */
export type ElementwiseKernel = (
  fn: ElementwiseFunction,
  inputs: Readonly<Record<string, tf.Tensor>>,
  scalars: Readonly<Record<string, number>>,
) => Readonly<Record<string, tf.Tensor>> | null;

/** The ops that are fused on a backend. */
export interface FusedKernels {
  /** The {@link fusedKernelsVersion} they were written for. */
  readonly version: number;
  readonly elementwise?: ElementwiseKernel;
  readonly linearCrossEntropy?: LinearCrossEntropyKernel;
  readonly noisyActivation?: NoisyActivationKernel;
}

/** Fused kernels and this package do not understand each other. */
export class FusedKernelsVersionError extends UnsaturateError {
  constructor(backend: string, version: number) {
    super(
      'FusedKernelsVersionError',
      `registerFusedKernels: the kernels for the backend "${backend}" are of version ${version}, but this ` +
        `@unsaturate/tfjs calls kernels of version ${fusedKernelsVersion}. Install versions of the two packages that ` +
        'belong together, and one copy of each.',
    );
  }
}

// Shared by all copies of this package in a process: kernels that registered with one must not be missed by another.
const registryKey = Symbol.for('@unsaturate/tfjs/kernels');

function registry(): Map<string, FusedKernels> {
  const shared = globalThis as { [registryKey]?: Map<string, FusedKernels> };
  return (shared[registryKey] ??= new Map());
}

/**
 * Makes ops of this package run fused on a backend of tfjs from now on. Replaces what was registered for it before.
 *
 * @throws FusedKernelsVersionError if the kernels were written for another version; an op throws it too when another
 * copy of this package let them in.
 */
export function registerFusedKernels(backend: string, kernels: FusedKernels): void {
  checkVersion(backend, kernels);
  registry().set(backend, kernels);
}

/** The fused kernels of a backend. */
export function fusedKernelsOf(backend: string): Omit<FusedKernels, 'version'> {
  const kernels = registry().get(backend);
  if (kernels === undefined) return {};
  checkVersion(backend, kernels);
  return kernels;
}

function checkVersion(backend: string, { version }: FusedKernels): void {
  if (version !== fusedKernelsVersion) throw new FusedKernelsVersionError(backend, version);
}
