import {
  hasNoise,
  isComplete,
  presets,
  type RunConfig,
  type RunPlan,
  type SavedRun,
  titleOf,
  totalUpdates,
} from 'shared/language-model';
import type { Progress } from '@unsaturate/train';
import type { OwnText, RunView } from '../messages.ts';
import { textName } from './texts.ts';

/** A run as people see it. */
export function runView(
  { run, plan }: Pick<SavedRun, 'run' | 'plan'>,
  progress: Pick<Progress, 'update' | 'epoch' | 'batchesPerEpoch'>,
  vocabularySize: number,
  text: OwnText | null,
): RunView {
  const name = run.data === null ? 'moby-dick' : textName(run.data);
  return {
    title: titleOf(run, name),
    summary: summaryOf(run, plan, vocabularySize),
    update: progress.update,
    total: totalUpdates(plan, progress.batchesPerEpoch),
    epochs: plan.epochs,
    isComplete: isComplete(plan, progress),
    missingText: run.data !== null && text === null ? name : null,
    computesOn: plan.backend === 'webgpu' ? 'GPU' : 'processor',
    fileName: fileName(run, name, progress.update),
    nodeCommand: nodeCommand(run, plan, fileName(run, name, progress.update), text),
  };
}

function summaryOf(run: RunConfig, { epochs }: RunPlan, vocabularySize: number): string {
  const { cell, layers, units } = presets[run.preset].model;
  const tokens = run.level === 'word' ? 'words' : 'characters';
  const noise = hasNoise(run.arm) ? `noise scale c of ${run.noiseScale}, ${run.noiseSchedule}` : 'no noise';
  const passes = epochs === 1 ? 'one pass' : `${epochs} passes`;
  return (
    `${layers} layers of ${units} ${cell.toUpperCase()} units that know ${vocabularySize.toLocaleString('en')} ` +
    `${tokens}; ${noise}; ${passes} over the text.`
  );
}

function fileName({ arm }: RunConfig, text: string, update: number): string {
  return `${text}-${arm}-${update}.safetensors`;
}

function nodeCommand(run: RunConfig, { backend }: RunPlan, file: string, text: OwnText | null): string {
  const data = run.data === null ? '' : ` --data ${quoted(text?.file ?? run.data)}`;
  return `npm run evaluate -- ${quoted(file)}${data}${backend === 'webgpu' ? ' --backend wasm' : ''}`;
}

/** A path as it can be typed into a shell, in quotes where it needs them. */
function quoted(path: string): string {
  return /^[\w@+=:,./-]+$/.test(path) ? path : `"${path}"`;
}
