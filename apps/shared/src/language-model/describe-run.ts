import type { LanguageModelConfig } from '@unsaturate/train';
import { hasAlpha, hasNoise } from './arm-settings.ts';
import { presets } from './presets.ts';
import type { RunConfig } from './run-config.ts';
import type { Setup } from './setup.ts';

/** What the sites of a cell are, as its charts name them. */
export const sites: Readonly<Record<LanguageModelConfig['cell'], string>> = {
  lstm: 'The sites of an LSTM: i input gate, f forget gate, c candidate, o output gate, h output.',
  gru: 'The sites of a GRU: z update gate, r reset gate, h candidate.',
};

/** `Noisy LSTM (NAH) on moby-dick`, `LSTM (hard) on moby-dick`. */
export function titleOf({ arm, preset }: RunConfig, text: string): string {
  const name = presets[preset].model.cell.toUpperCase();
  return `${hasNoise(arm) ? `Noisy ${name} (${arm.toUpperCase()})` : `${name} (${arm})`} on ${text}`;
}

/** The settings of a run by name, for people. */
export function settingsOf(run: RunConfig, { preset, corpus, train }: Setup): (readonly [string, string])[] {
  const { cell, layers, units } = preset.model;
  return [
    ['preset', run.preset],
    ['text', `${corpus.name}, ${corpus.vocabulary.level} level`],
    ['tokens to learn from', String(corpus.train.length)],
    ['vocabulary', String(corpus.vocabulary.tokens.length)],
    ['model', `${layers} x ${cell.toUpperCase()} of ${units} units`],
    ['activations', run.arm],
    ...(hasAlpha(run.arm) ? ([['alpha', String(run.alpha)]] as const) : []),
    ...(hasNoise(run.arm) ? ([['noise scale c', `${run.noiseScale}, ${run.noiseSchedule}`]] as const) : []),
    ['window', `${preset.batchSize} columns of ${preset.timeSteps} time steps`],
    ['updates an epoch', String(train.batchesPerEpoch)],
    ['optimizer', preset.optimizer().name],
    ['gradient norm limit', String(preset.clipNorm)],
    ['seed', String(run.seed)],
  ];
}
