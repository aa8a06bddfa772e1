import { join, resolve } from 'node:path';
import { assertOneOf, defaultNoiseScale } from '@unsaturate/core';
import { textLevels } from '@unsaturate/tasks';
import { type Arm, armActivations, arms } from '@unsaturate/train';
import {
  UsageError,
  backendArg,
  backendOption,
  command,
  count,
  finiteOption,
  integerOption,
  nonNegativeOption,
  useBackend,
} from 'shared/command-line';
import { hasAlpha, hasNoise } from '../run/arm-settings.ts';
import { type PresetName, presetNames, presets } from '../run/presets.ts';
import type { RunConfig, RunPlan } from '../run/run-config.ts';
import { holdsRun, readRunFolder, type SavedRun } from '../run/saved-run.ts';
import { type LossPolicy, lossPolicies, trainThroughLosses } from '../run/train-through-losses.ts';
import { hasReport } from '../run/write-report.ts';

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
  'on-device-lost': {
    type: 'string',
    description:
      'With --backend webgpu: stop, or resume from the last checkpoint on a fresh device (default stop)',
  },
} as const;

type Given = { readonly [Name in keyof typeof args]?: string | undefined };

export const trainCommand = command({
  name: where,
  description: 'Train a language model on text. Ctrl-C saves and stops.',
  args,
  run: (given: Given) => (given.resume === undefined ? start(given) : resume(given, given.resume)),
});

async function start(given: Given): Promise<number> {
  const { preset = 'quick' } = given;
  assertOneOf(where, '--preset', preset, presetNames);
  const { epochs, checkpointEvery } = presets[preset];
  const plan = readPlan(given, { epochs, maxUpdates: null, checkpointEvery, backend: 'wasm' });
  const policy = readPolicy(given, plan);
  const run = newRun(given, preset, plan);
  const folder = given.out ?? join('runs', `${timestamp()}-${preset}-${run.arm}`);
  if (await holdsRun(folder)) {
    throw new UsageError(
      where,
      `${folder} already holds a run: go on with --resume, or choose another --out.`,
    );
  }
  await useBackend(plan.backend);
  return trainThroughLosses({ folder, run, plan }, policy);
}

/** A resumed run keeps its settings; only its text may have moved. */
async function resume(given: Given, folder: string): Promise<number> {
  const refused = Object.keys(settingArgs).filter((name) => given[name as keyof Given] !== undefined);
  if (refused.length > 0) {
    throw new UsageError(where, `a resumed run keeps its settings: leave out --${refused.join(', --')}.`);
  }
  const saved = await readRunFolder(folder);
  const run = { ...saved.run, ...(given.data !== undefined && { data: resolve(given.data) }) };
  const plan = readPlan(given, saved.plan);
  const policy = readPolicy(given, plan);
  if (isComplete(saved, plan) && hasReport(folder)) {
    const made = count(saved.checkpoint.progress.update, 'update');
    console.log(
      `${folder} is already complete, after ${made}. It goes on with more --epochs or --max-updates.`,
    );
    return 0;
  }
  await useBackend(plan.backend);
  return trainThroughLosses({ folder, run, plan, saved }, policy);
}

function newRun(given: Given, preset: PresetName, { epochs }: RunPlan): RunConfig {
  const { arm = 'nah', level = 'word', data, alpha, 'noise-scale': noiseScale } = given;
  assertOneOf(where, '--arm', arm, arms);
  assertOneOf(where, '--level', level, textLevels);
  if (presets[preset].needsData && data === undefined) {
    throw new UsageError(where, `the preset ${preset} needs a text: pass --data FOLDER.`);
  }
  if (noiseScale !== undefined && !hasNoise(arm)) {
    throw new UsageError(where, `the arm ${arm} has no noise: leave out --noise-scale.`);
  }
  if (alpha !== undefined && !hasAlpha(arm)) {
    throw new UsageError(where, `the arm ${arm} has no alpha, only nan and nah have: leave out --alpha.`);
  }
  return {
    preset,
    arm,
    alpha: alpha === undefined ? presets[preset].alpha : finiteOption(where, 'alpha', alpha),
    noiseScale:
      noiseScale === undefined ? usualNoiseScale(arm) : nonNegativeOption(where, 'noise-scale', noiseScale),
    level,
    seed: integerOption(where, 'seed', given.seed ?? '1', 0),
    plannedEpochs: epochs,
    data: data === undefined ? null : resolve(data),
  };
}

function readPlan(given: Given, usual: RunPlan): RunPlan {
  const read = <Usual>(name: keyof Given, otherwise: Usual): number | Usual => {
    const text = given[name];
    return text === undefined ? otherwise : integerOption(where, name, text, 1);
  };
  return {
    epochs: read('epochs', usual.epochs),
    maxUpdates: read('max-updates', usual.maxUpdates),
    checkpointEvery: read('checkpoint-every', usual.checkpointEvery),
    backend: backendOption(where, given.backend, usual.backend),
  };
}

function readPolicy({ 'on-device-lost': policy }: Given, { backend }: RunPlan): LossPolicy {
  if (policy === undefined) return 'stop';
  assertOneOf(where, '--on-device-lost', policy, lossPolicies);
  if (backend === 'webgpu') return policy;
  throw new UsageError(where, `the backend ${backend} has no device to be lost: leave out --on-device-lost.`);
}

function isComplete({ checkpoint }: SavedRun, { epochs, maxUpdates }: RunPlan): boolean {
  const { epoch, update } = checkpoint.progress;
  return epoch >= epochs || update >= (maxUpdates ?? Infinity);
}

function usualNoiseScale(arm: Arm): number {
  return defaultNoiseScale[armActivations(arm).tanh.variant];
}

function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
}
