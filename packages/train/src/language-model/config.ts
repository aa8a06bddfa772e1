import { gru, lstm, type RecurrentSizes } from '@unsaturate/cells';
import {
  activationKeys,
  assertFinite,
  assertKnownKeys,
  assertOneOf,
  InvalidArgumentError,
} from '@unsaturate/core';
import type { Cell, Shapes } from '@unsaturate/scan';
import type { ActivationConfig } from './arms.ts';

/** A stack of recurrent layers between an embedding and a softmax; plain data. */
export interface LanguageModelConfig {
  readonly cell: 'lstm' | 'gru';
  /** Number of recurrent layers. */
  readonly layers: number;
  /** Units of each layer, H; also the width of the embedding. */
  readonly units: number;
  /** Number of tokens, V. */
  readonly vocabularySize: number;
  /** What `sigmoid` stands for in the cell's equations. */
  readonly sigmoid: ActivationConfig;
  /** What `tanh` stands for. */
  readonly tanh: ActivationConfig;
  /** Parameters start uniform on [-initRange, initRange]; p on [-1, 1]. */
  readonly initRange: number;
}

const cells = { lstm, gru };

/** The cell of a model. */
export function cellOf({ cell }: LanguageModelConfig): Cell<RecurrentSizes, string, string, never> {
  return cells[cell];
}

/** Name of a tensor of a recurrent layer. */
export function layerName(layer: number, name: string): string {
  return `layer${layer}/${name}`;
}

/** Shapes of all parameters by name: `embedding`, `layerN/...`, `softmax/kernel`, `softmax/bias`. */
export function parameterShapes(config: LanguageModelConfig): Shapes {
  const { layers, units, vocabularySize } = config;
  const ofCell = Object.entries(cellOf(config).params({ inputSize: units, units }));
  const recurrent = Array.from({ length: layers }, (_, layer) =>
    ofCell.map(([name, shape]) => [layerName(layer, name), shape] as const),
  );
  return {
    embedding: [vocabularySize, units],
    ...Object.fromEntries(recurrent.flat()),
    'softmax/kernel': [units, vocabularySize],
    'softmax/bias': [vocabularySize],
  };
}

const configKeys = ['cell', 'layers', 'units', 'vocabularySize', 'sigmoid', 'tanh', 'initRange'];

/** Throws an InvalidArgumentError unless keys are known, sizes are positive integers and names are known. */
export function checkConfig(config: LanguageModelConfig): void {
  const where = 'languageModel';
  assertKnownKeys(where, 'config', config, configKeys);
  for (const argument of ['sigmoid', 'tanh'] as const)
    assertKnownKeys(where, argument, config[argument], activationKeys);
  assertOneOf(where, 'cell', config.cell, Object.keys(cells) as LanguageModelConfig['cell'][]);
  for (const argument of ['layers', 'units', 'vocabularySize'] as const) {
    const value = config[argument];
    if (Number.isInteger(value) && value > 0) continue;
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a positive integer' });
  }
  assertFinite(where, 'initRange', config.initRange);
}
