import type * as tf from '@tensorflow/tfjs-core';
import { UnsaturateError, type Words } from '@unsaturate/core';
import type { Plan } from '../plan/plan.ts';

/** Version of {@link Plan}: packages are versioned on their own, and a target must know the plans it is given. */
export const planVersion = 1;

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** One run of a plan. */
export interface ScanRun {
  /** Time steps, T. */
  readonly time: number;
  /** Whether iteration 0 is the last time step. */
  readonly reverse: boolean;
  /** Where noise is drawn: site s of iteration i is stream number `base + i * sites + s` of the key. */
  readonly noise: { readonly key: Words; readonly base: number; readonly sites: number } | null;
}

/** A plan that a target has made ready to run. */
export interface PreparedScan {
  /**
   * Runs forward.
   *
   * @param inputs - By the names in `plan.inputs`; x and mask are [batch, time, ...].
   * @returns The outputs of the plan, `output` as [batch, time, ...]; and its backward run, if the plan has one.
   */
  forward(
    run: ScanRun,
    inputs: NamedTensors,
  ): { readonly outputs: NamedTensors; readonly backward: BackwardRun | null };
}

/** The backward run of a forward run, with what it needs of that in the target's memory until it is disposed of. */
export interface BackwardRun {
  /**
   * Runs backward; may be called again.
   *
   * @param cotangents - Gradients in the outputs, by their names.
   * @returns Functions that give the gradients in the inputs, by the names in `plan.gradients`; called before anything
   * else runs, or not at all.
   */
  gradients(cotangents: NamedTensors): Readonly<Record<string, () => tf.Tensor>>;
  /** Frees what was kept. May be called more than once. */
  dispose(): void;
}

/** Runs plans on some backends of tfjs. */
export interface ScanTarget {
  /** Name of the package, for messages. */
  readonly name: string;
  readonly planVersion: number;
  /** Backends of tfjs it works on. */
  readonly backends: readonly string[];
  prepare(plan: Plan): PreparedScan;
}

/** A target and this package do not understand each other. */
export class TargetVersionError extends UnsaturateError {
  constructor({ name, planVersion: version }: ScanTarget) {
    super(
      'TargetVersionError',
      `registerTarget: ${name} runs plans of version ${version}, but this @unsaturate/scan makes plans of version ` +
        `${planVersion}. Install versions of the two that belong together, and one copy of each.`,
    );
  }
}

// Shared by all copies of this package in a process: a target that registers with one must not be missed by another.
const registryKey = Symbol.for('@unsaturate/scan');

function registry(): Map<string, ScanTarget> {
  const shared = globalThis as { [registryKey]?: Map<string, ScanTarget> };
  return (shared[registryKey] ??= new Map());
}

/**
 * Makes a target run the scans of its backends from now on. Importing a target package does it.
 *
 * @throws TargetVersionError if the target was made for another version of plans; a scan throws it too when another
 * copy of this package let the target in.
 */
export function registerTarget(target: ScanTarget): void {
  if (target.planVersion !== planVersion) throw new TargetVersionError(target);
  for (const backend of target.backends) registry().set(backend, target);
}

/** The target of a backend, if there is one. */
export function targetOf(backend: string): ScanTarget | undefined {
  const target = registry().get(backend);
  if (target !== undefined && target.planVersion !== planVersion) throw new TargetVersionError(target);
  return target;
}
