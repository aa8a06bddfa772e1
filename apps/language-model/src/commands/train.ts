import { join, resolve } from 'node:path';
import { assertOneOf } from '@unsaturate/core';
import { textLevels } from '@unsaturate/tasks';
import { arms } from '@unsaturate/train';
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
import {
  hasAlpha,
  hasNoise,
  isComplete,
  noiseSchedules,
  type PresetName,
  presetNames,
  presets,
  type RunConfig,
  type RunPlan,
  usualNoiseScale,
} from 'shared/language-model';
import { holdsRun, readRunFolder } from '../run/saved-run.ts';
import { type LossPolicy, lossPolicies, trainThroughLosses } from '../run/train-through-losses.ts';
import { hasReport } from '../run/write-report.ts';

const where = 'train';

/** What makes a new run; a resumed one has its own. */
const settingArgs = {
  preset: { type: 'string', description: `What to train: ${presetNames.join(' or ')} (default quick)` },
  arm: { type: 'string', description: `Activations: ${arms.join(', ')} (default nah)` },
  alpha: { type: 'string', description: "Share of the nonlinearity in nan and nah (default the preset's)" },
  'noise-scale': { type: 'string', description: "Noise scale c (default the variant's)" },
  'noise-schedule': {
    type: 'string',
    description: `How c changes over the run: ${noiseSchedules.join(', ')} (default constant)`,
  },
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
  if (isComplete(plan, saved.checkpoint.progress) && hasReport(folder)) {
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
  const { arm = 'nah', level = 'word', data, alpha } = given;
  const { 'noise-scale': noiseScale, 'noise-schedule': noiseSchedule = 'constant' } = given;
  assertOneOf(where, '--arm', arm, arms);
  assertOneOf(where, '--level', level, textLevels);
  assertOneOf(where, '--noise-schedule', noiseSchedule, noiseSchedules);
  if (presets[preset].needsData && data === undefined) {
    throw new UsageError(where, `the preset ${preset} needs a text: pass --data FOLDER.`);
  }
  for (const option of ['noise-scale', 'noise-schedule'] as const) {
    if (given[option] === undefined || hasNoise(arm)) continue;
    throw new UsageError(where, `the arm ${arm} has no noise: leave out --${option}.`);
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
    noiseSchedule,
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

function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
}
