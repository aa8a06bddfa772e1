import * as tf from '@tensorflow/tfjs-core';
import { elementwise } from '@unsaturate/tfjs';
import type { NamedTensors } from '../model.ts';
import type { Optimizer, OptimizerOutput } from './optimizer.ts';

/** One parameter, and what its update is made of. */
export interface ParameterUpdate {
  readonly gradient: tf.Tensor;
  /** Multiplies the gradient first. */
  readonly gradientScale: number;
  readonly parameter: tf.Tensor;
  readonly slots: NamedTensors;
  readonly scalars: Readonly<Record<string, number>>;
}

/** An update rule as `elementwise` calls it: a slot is the tensor `slots/SLOT`, a scalar of the rule `scalars/NAME`. */
type Rule = (tensors: NamedTensors, scalars: Readonly<Record<string, tf.Scalar>>) => NamedTensors;

const rules = new WeakMap<Optimizer, Rule>();

/** What an optimizer makes of one parameter and its slots; new tensors. */
export function updateParameter(
  optimizer: Optimizer,
  { gradient, gradientScale, parameter, slots, scalars }: ParameterUpdate,
): OptimizerOutput<string> {
  // One function for each optimizer, so that it is recorded once.
  const rule = rules.get(optimizer) ?? ruleOf(optimizer);
  rules.set(optimizer, rule);
  const updated = elementwise(
    rule,
    { gradient, parameter, ...above('slots/', slots) },
    { gradientScale, ...above('scalars/', scalars) },
  );
  return { parameter: updated['parameter']!, slots: below('slots/', updated) };
}

function ruleOf(optimizer: Optimizer): Rule {
  return (tensors, scalars) => {
    const { parameter, slots } = optimizer.update({
      gradient: tf.mul(tensors['gradient']!, scalars['gradientScale']!),
      parameter: tensors['parameter']!,
      slots: below('slots/', tensors),
      scalars: below('scalars/', scalars),
    });
    return { parameter, ...above('slots/', slots) };
  };
}

function above<Value>(prefix: string, record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

function below<Value>(prefix: string, record: Readonly<Record<string, Value>>): Record<string, Value> {
  const inside = Object.entries(record).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(inside.map(([name, value]) => [name.slice(prefix.length), value]));
}
