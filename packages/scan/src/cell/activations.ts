import type * as tf from '@tensorflow/tfjs-core';
import {
  type ActivationOptions,
  defaultNoiseScale,
  InvalidArgumentError,
  type NoiseStream,
} from '@unsaturate/core';
import {
  checkedNoiseScale,
  createTensorActivation,
  normalsAt,
  type TensorActivation,
  type TensorBase,
} from '@unsaturate/tfjs';
import type { CellActivation, CellActivations } from './cell.ts';
import { CellSitesError } from './errors.ts';

/** How one of the activations of a cell is noisy; see `ActivationOptions` of @unsaturate/core. */
export interface SiteActivation extends ActivationOptions<TensorBase> {
  /** Noise scale: a number or a scalar tensor. Default `defaultNoiseScale[variant]`. */
  readonly c?: number | tf.Scalar;
}

/** What the names `sigmoid` and `tanh` in a cell's equations stand for; the plain functions when left out. */
export interface ActivationChoice {
  readonly sigmoid?: SiteActivation;
  readonly tanh?: SiteActivation;
}

/** One call of an activation, as an {@link Observer} sees it. */
export interface ActivationCall {
  /** Name of the site. */
  readonly site: string;
  /** What the cell's equations call it. */
  readonly role: 'sigmoid' | 'tanh';
  /** Counted from 0, also in reverse. */
  readonly iteration: number;
  /** What the activation is applied to; freed after the step unless kept. */
  readonly input: tf.Tensor;
}

/** Called before every activation. */
export type Observer = (call: ActivationCall) => void;

/** Gives the activations of each iteration; noise numbers are `base + iteration * sites + site`. */
export interface SiteActivations {
  readonly noisy: boolean;
  /** The activations of one iteration, to be called once per site, in order. */
  at(iteration: number, base: number): CellActivations;
  /** Throws unless the iteration called every site. */
  finish(): void;
}

/** Binds the activations of a cell to its sites. */
export function bindActivations(
  where: string,
  cell: { readonly name: string; readonly sites: readonly string[] },
  choice: ActivationChoice,
  training: boolean,
  noise: NoiseStream | undefined,
  observe: Observer | undefined,
): SiteActivations {
  const roles = {
    sigmoid: bindRole(where, { base: 'sigmoid', variant: 'none', ...choice.sigmoid }),
    tanh: bindRole(where, { base: 'tanh', variant: 'none', ...choice.tanh }),
  };
  const noisy = training && Object.values(roles).some(({ activation }) => activation.variant !== 'none');
  if (noisy && noise === undefined && cell.sites.length > 0) {
    const rule = 'be given when training with a noisy activation';
    const advice = 'Pass createNoiseStream(seed).';
    throw new InvalidArgumentError({ where, argument: 'noise', value: noise, rule, advice });
  }
  let called = 0;
  return {
    noisy,
    at(iteration, base) {
      called = 0;
      const bind =
        (role: keyof typeof roles): CellActivation =>
        (x, p) => {
          const { activation, c } = roles[role];
          const site = called++;
          const name = cell.sites[site];
          if (name === undefined) throw new CellSitesError(cell.name, cell.sites, called);
          observe?.({ site: name, role, iteration, input: x });
          if (!training || activation.variant === 'none') return activation.expectation(x, p ?? 1, c);
          const xi = normalsAt(noise!.key, base + iteration * cell.sites.length + site, x.shape);
          return activation.value(x, p ?? 1, c, xi);
        };
      return { sigmoid: bind('sigmoid'), tanh: bind('tanh') };
    },
    finish() {
      if (called !== cell.sites.length) throw new CellSitesError(cell.name, cell.sites, called);
    },
  };
}

interface Role {
  readonly activation: TensorActivation;
  readonly c: number | tf.Scalar;
}

function bindRole(where: string, options: SiteActivation): Role {
  const activation = createTensorActivation(options, where);
  return { activation, c: checkedNoiseScale(where, options.c ?? defaultNoiseScale[activation.variant]) };
}
