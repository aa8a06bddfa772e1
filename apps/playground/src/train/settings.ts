import { textLevels } from '@unsaturate/tasks';
import { arms } from '@unsaturate/train';
import { noiseSchedules, presetNames } from 'shared/language-model';
import { choiceField, type Fields, wholeField } from '../address/fields.ts';
import type { Device, RunSettings } from './messages.ts';

/** What a visitor chooses: a run, and where to compute. */
export interface TrainState extends RunSettings {
  readonly device: Device;
}

/** What is chosen before anything is. */
export const defaultState: TrainState = {
  preset: 'quick',
  arm: 'nah',
  noiseSchedule: 'constant',
  level: 'word',
  epochs: 1,
  device: 'auto',
};

/** How it stands in the address. */
export const stateFields: Fields<TrainState> = {
  preset: choiceField(presetNames),
  arm: choiceField(arms),
  noiseSchedule: choiceField(noiseSchedules),
  level: choiceField(textLevels),
  epochs: wholeField(1, 100),
  device: choiceField<Device>(['auto', 'webgpu', 'cpu']),
};
