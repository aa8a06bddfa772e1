import type * as tf from '@tensorflow/tfjs-core';
import {
  activationKeys,
  type ActivationOptions,
  assertKnownKeys,
  defaultNoiseScale,
  InvalidArgumentError,
  type NoiseStream,
} from '@unsaturate/core';
import {
  checkedNoiseScale,
  createTensorActivation,
  type TensorActivation,
  type TensorBase,
  normalsAt,
} from '@unsaturate/tfjs';
import type { CellActivation, CellActivations } from './cell.ts';
import { CellSitesError } from './errors.ts';

/**
 * How one of the activations of a cell is noisy; see `ActivationOptions` of @unsaturate/core, except that `base` is by
 * default the plain function and `variant` 'none'.
 */
export interface SiteActivation extends ActivationOptions<TensorBase> {
  /** Noise scale: a number of at least 0 or a scalar tensor. Default `defaultNoiseScale[variant]`. */
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

/** What the activations of a scan depend on besides its cell. */
export interface ActivationSettings {
  /** What `sigmoid` and `tanh` stand for in the cell's equations. Default the plain functions. */
  readonly activations?: ActivationChoice;
  /** Whether noise is drawn. Default false: test-time expectations, and the stream stays as it is. */
  readonly training?: boolean;
  /** Where noise is drawn; required when training with a noisy activation. */
  readonly noise?: NoiseStream;
  /** Called with the input of every activation, for diagnostics. */
  readonly observe?: Observer;
}

/** Gives standard normals for a site of an iteration, in the shape of its input. */
export type Draw = (site: number, iteration: number, shape: readonly number[]) => tf.Tensor;

/** Gives the activations of each iteration. */
export interface SiteActivations {
  /** The stream that the scan takes numbers from, if it takes any. */
  readonly noise: NoiseStream | undefined;
  /** The activations of one iteration, to be called once per site, in order. */
  at(iteration: number, draw: Draw): CellActivations;
  /** Throws unless the iteration called every site. */
  finish(): void;
}

/** Draws from a stream: site s of iteration t takes number `base + t * sites + s`. */
export function drawFrom(noise: NoiseStream | undefined, base: number, sites: number): Draw {
  return (site, iteration, shape) => normalsAt(noise!.key, base + iteration * sites + site, shape);
}

const optionKeys = [
  'activations',
  'training',
  'noise',
  'observe',
  'mask',
  'constants',
  'reverse',
  'engine',
  'verify',
];

/** Binds the activations of a cell to its sites. `settings` may hold the other options of a scan, too, and no more. */
export function bindActivations(
  where: string,
  cell: { readonly name: string; readonly sites: readonly string[] },
  settings: ActivationSettings,
): SiteActivations {
  assertKnownKeys(where, 'options', settings, optionKeys);
  const { activations = {}, training = false, observe } = settings;
  assertKnownKeys(where, 'activations', activations, ['sigmoid', 'tanh']);
  const roles = {
    sigmoid: bindRole(where, 'sigmoid', activations.sigmoid),
    tanh: bindRole(where, 'tanh', activations.tanh),
  };
  const noisy = Object.values(roles).some(({ activation }) => activation.variant !== 'none');
  const noise = training && noisy && cell.sites.length > 0 ? checkedNoise(where, settings.noise) : undefined;
  let called = 0;
  const call = (role: keyof typeof roles, iteration: number, draw: Draw): CellActivation => {
    const { activation, c } = roles[role];
    return (input, p) => {
      const site = called++;
      const name = cell.sites[site];
      if (name === undefined) throw new CellSitesError(cell.name, cell.sites, called);
      observe?.({ site: name, role, iteration, input });
      if (noise === undefined || activation.variant === 'none')
        return activation.expectation(input, p ?? 1, c);
      return activation.value(input, p ?? 1, c, draw(site, iteration, input.shape));
    };
  };
  return {
    noise,
    at(iteration, draw) {
      called = 0;
      return { sigmoid: call('sigmoid', iteration, draw), tanh: call('tanh', iteration, draw) };
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

function bindRole(scan: string, name: 'sigmoid' | 'tanh', choice: SiteActivation = {}): Role {
  const where = `${scan}: activations.${name}`;
  assertKnownKeys(scan, `activations.${name}`, choice, [...activationKeys, 'c']);
  const { c, ...fixed } = choice;
  const activation = createTensorActivation({ base: name, variant: 'none', ...fixed }, where);
  return { activation, c: checkedNoiseScale(where, c ?? defaultNoiseScale[activation.variant]) };
}

function checkedNoise(where: string, noise: NoiseStream | undefined): NoiseStream {
  if (typeof noise === 'object' && noise !== null) return noise;
  const rule = 'be a noise stream when training with a noisy activation';
  const advice = 'Pass createNoiseStream(seed).';
  throw new InvalidArgumentError({ where, argument: 'noise', value: noise, rule, advice });
}
