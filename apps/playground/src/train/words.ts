import type { TextLevel } from '@unsaturate/tasks';
import type { Arm } from '@unsaturate/train';
import type { NoiseSchedule, PresetName } from 'shared/language-model';
import type { Activity, Device } from './messages.ts';

/** What each set of activations is called. */
export const armNames: Readonly<Record<Arm, string>> = {
  soft: 'Soft: no noise',
  hard: 'Hard: no noise',
  nan: 'NAN: noise',
  nah: 'NAH: noise to one side',
  nani: 'NANI: noise at the input',
  nanil: 'NANIL: noise at the input, learned',
  nanis: 'NANIS: noise at the input, where saturated',
};

/** And what it is. */
export const armWords: Readonly<Record<Arm, string>> = {
  soft: 'Sigmoid and tanh, as usual: they bend smoothly, and saturate slowly.',
  hard: 'Straight lines that are cut off: fast, but a saturated unit has no slope to learn from.',
  nan: 'Hard functions with noise where a unit is saturated, to both sides.',
  nah: 'Hard functions with noise where a unit is saturated, back towards where it is not.',
  nani: 'Hard functions with noise of one strength at the input of every unit.',
  nanil: 'Hard functions with noise at the input; how much, each unit learns.',
  nanis: 'Hard functions with noise at the input of saturated units only.',
};

/** What each schedule is called. */
export const scheduleNames: Readonly<Record<NoiseSchedule, string>> = {
  constant: 'Constant',
  annealed: 'Annealed',
  fading: 'Fading',
};

/** And what it is. */
export const scheduleWords: Readonly<Record<NoiseSchedule, string>> = {
  constant: 'The noise is as loud at the end as at the beginning.',
  annealed: 'Ten times as loud at first, then turned down to its usual level, quickly and then slowly.',
  fading: 'Turned down evenly, to silence at the end.',
};

/** What each size is called. */
export const presetNames: Readonly<Record<PresetName, string>> = {
  quick: 'Small: 2 layers of 64 units',
  'ptb-small': 'Large: 2 layers of 200 units',
};

/** And what it is. */
export const presetWords: Readonly<Record<PresetName, string>> = {
  quick: 'Learns in minutes. Knows the 4,000 most frequent words, in lower case.',
  'ptb-small': 'For long texts and patience. Knows every word of the text.',
};

/** What each kind of token is called. */
export const levelNames: Readonly<Record<TextLevel, string>> = {
  word: 'Words',
  character: 'Characters',
};

/** What each device is called. */
export const deviceNames: Readonly<Record<Device, string>> = {
  auto: 'The fastest there is',
  webgpu: 'GPU (WebGPU)',
  cpu: 'Processor (WebAssembly)',
};

/** What the worker is at. */
export const activityWords: Readonly<Record<Activity, string>> = {
  opening: 'Opening ...',
  preparing: 'Reading the text and making the model ready ...',
  training: 'Training.',
  evaluating: 'Measuring perplexity on text that it did not learn from ...',
  idle: 'Paused.',
};
