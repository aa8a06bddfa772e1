import { settings as countingSettings } from 'paper/counting/settings';
import { growingSettings } from 'paper/recall/settings';
import type { ArmName, SizeName, TaskName } from './state.ts';

/** What a task is called. */
export const taskTitles: Readonly<Record<TaskName, string>> = {
  counting: 'Counting different integers',
  recall: 'Recalling what came next',
};

/** What a task asks for. */
export const taskWords: Readonly<Record<TaskName, string>> = {
  counting:
    'A row of integers is read one by one; the answer is how many different ones there were. An LSTM, a network with a ' +
    'short memory, has to keep in mind what it has seen.',
  recall:
    'Items are shown, then one of them again; the answer is the item that came after it. A neural Turing machine, a ' +
    'network with a memory of numbered places, has to find out how to write and read it.',
};

/** What is measured on examples that are not trained on: its name in the experiment, and as it is shown. */
export const heldOutWords: Readonly<Record<TaskName, HeldOutWords>> = {
  counting: {
    value: 'validation error',
    title: 'Wrong answers on new examples',
    axis: '% wrong',
    inWords: (value) => `${value}% wrong on new examples`,
  },
  recall: {
    value: 'validation nll',
    title: 'Loss on new examples',
    axis: 'loss',
    inWords: (value) => `loss ${value} on new examples`,
  },
};

interface HeldOutWords {
  readonly value: string;
  readonly title: string;
  readonly axis: string;
  readonly inWords: (value: string) => string;
}

/** An arm in a word or two, and what it is. */
export const armWords: Readonly<Record<ArmName, readonly [title: string, words: string]>> = {
  reference: ['Soft', 'The usual one: sigmoid and tanh, which bend smoothly.'],
  regular: ['Soft', 'The usual one: sigmoid and tanh, which bend smoothly.'],
  hard: ['Hard', 'Straight lines that are cut off: a unit beyond its limit learns nothing.'],
  nan: ['Noisy', 'Hard, with noise where a unit is beyond its limit (NAN); always as loud, c = 0.5.'],
  'nan-annealed': [
    'Noisy, annealed',
    'Hard, with noise where a unit is beyond its limit (NAN); very loud at first, c = 30, then turned down.',
  ],
  'nanil-annealed': [
    'Noisy input, annealed',
    'Hard, with noise at the input of a unit beyond its limit (NANIL); very loud at first, then turned down.',
  ],
  curriculum: ['Soft, short first', 'Sigmoid and tanh; rows are short at first and grow.'],
  'nan-annealed-curriculum': [
    'Noisy, annealed, short first',
    'Noise that is turned down (NAN), and rows that are short at first and grow.',
  ],
};

/** What a race of a size is. */
export function sizeWords(task: TaskName, size: SizeName): string {
  if (task === 'counting') {
    const { length, values, updates } = countingSettings[size];
    return `${length} integers out of ${values}, ${updates.toLocaleString('en')} updates.`;
  }
  const { minItems, maxItems, locations, updates } = growingSettings[size];
  const slow = size === 'paper' ? ' This takes hours.' : '';
  return `${minItems} to ${maxItems} items, a memory of ${locations} places, ${updates.toLocaleString('en')} updates.${slow}`;
}
