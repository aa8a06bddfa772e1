import { join, resolve } from 'node:path';
import { assertOneOf, defaultNoiseScale } from '@unsaturate/core';
import { textLevels } from '@unsaturate/tasks';
import { type Arm, armActivations, arms } from '@unsaturate/train';
import { backendArg, useBackend } from '../command-line/backend.ts';
import { command, UsageError } from '../command-line/command.ts';
import { integerOption, numberOption } from '../command-line/numbers.ts';
import { presetNames, presets } from '../run/presets.ts';
import type { RunConfig } from '../run/run-config.ts';
import { holdsRun, readSavedRun } from '../run/saved-run.ts';
import { type Pace, trainRun } from '../run/train-run.ts';

const where = 'train';

/** What makes a new run; a resumed one has its own. */
const settingArgs = {
  preset: { type: 'string', description: `What to train: ${presetNames.join(' or ')} (default quick)` },
  arm: { type: 'string', description: `Activations: ${arms.join(', ')} (default nah)` },
  alpha: { type: 'string', description: "Share of the nonlinearity in nan and nah (default the preset's)" },
  'noise-scale': { type: 'string', description: "Noise scale c (default the variant's)" },
  level: { type: 'string', description: 'What a token is: word or character (default word)' },
  seed: { type: 'string', description: 'Equal seeds make equal runs (default 1)' },
  out: { type: 'string', description: 'Run folder to make (default runs/DATE-PRESET-ARM)' },
} as const;

const args = {
  ...settingArgs,
  data: {
    type: 'string',
    description: 'Text file, or folder with ptb.{train,valid,test}.txt (default Moby Dick)',
  },
  epochs: { type: 'string', description: "Passes over the text (default the preset's)" },
  'max-updates': { type: 'string', description: 'Stop after this many updates in all' },
  'checkpoint-every': { type: 'string', description: "Updates between checkpoints (default the preset's)" },
  resume: { type: 'string', description: 'Run folder to go on with; its own settings hold' },
  ...backendArg,
} as const;

type Given = { readonly [Name in keyof typeof args]?: string | undefined };

export const trainCommand = command({
  name: where,
  description: 'Train a language model on text. Ctrl-C saves and stops.',
  args,
  async run(given: Given) {
    const saved = given.resume === undefined ? undefined : await readSavedRun(given.resume);
    const run = saved === undefined ? newRun(given) : resumedRun(saved.run, given);
    const folder = given.resume ?? given.out ?? join('runs', `${timestamp()}-${run.preset}-${run.arm}`);
    if (saved === undefined && (await holdsRun(folder))) {
      throw new UsageError(
        where,
        `${folder} already holds a run: go on with --resume, or choose another --out.`,
      );
    }
    const pace = readPace(given, run);
    await useBackend(where, given.backend!);
    return trainRun(folder, run, pace, saved);
  },
});

function newRun(given: Given): RunConfig {
  const { preset = 'quick', arm = 'nah', level = 'word', data } = given;
  assertOneOf(where, '--preset', preset, presetNames);
  assertOneOf(where, '--arm', arm, arms);
  assertOneOf(where, '--level', level, textLevels);
  if (presets[preset].needsData && data === undefined) {
    throw new UsageError(where, `the preset ${preset} needs a text: pass --data FOLDER.`);
  }
  return {
    preset,
    arm,
    alpha: numberOption(where, 'alpha', given.alpha ?? `${presets[preset].alpha}`),
    noiseScale: numberOption(where, 'noise-scale', given['noise-scale'] ?? `${usualNoiseScale(arm)}`, 0),
    level,
    seed: integerOption(where, 'seed', given.seed ?? '1', 0),
    data: data === undefined ? null : resolve(data),
  };
}

/** A resumed run keeps its settings; only its text may have moved. */
function resumedRun(run: RunConfig, given: Given): RunConfig {
  const refused = Object.keys(settingArgs).filter((name) => given[name as keyof Given] !== undefined);
  if (refused.length > 0) {
    throw new UsageError(where, `a resumed run keeps its settings: leave out --${refused.join(', --')}.`);
  }
  return { ...run, ...(given.data !== undefined && { data: resolve(given.data) }) };
}

function readPace(given: Given, run: RunConfig): Pace {
  const preset = presets[run.preset];
  const maxUpdates = given['max-updates'];
  const checkpointEvery = given['checkpoint-every'] ?? `${preset.checkpointEvery}`;
  return {
    epochs: integerOption(where, 'epochs', given.epochs ?? `${preset.epochs}`, 1),
    checkpointEvery: integerOption(where, 'checkpoint-every', checkpointEvery, 1),
    ...(maxUpdates !== undefined && { maxUpdates: integerOption(where, 'max-updates', maxUpdates, 1) }),
  };
}

function usualNoiseScale(arm: Arm): number {
  return defaultNoiseScale[armActivations(arm).tanh.variant];
}

function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
}
