import type { Json } from '@unsaturate/train';
import type { RunResult } from '../results/result.ts';

/** Settings that all runs of an experiment have in common, as text. */
export function settingsOf(results: readonly RunResult[]): [name: string, value: string][] {
  const [first, ...others] = results;
  if (first === undefined) return [];
  return Object.entries(first.settings)
    .filter(([name, value]) =>
      others.every(({ settings }) => JSON.stringify(settings[name]) === JSON.stringify(value)),
    )
    .map(([name, value]) => [inWords(name), settingText(value)]);
}

/** `annealingPeriod` as `annealing period`. */
function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function settingText(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(settingText).join(', ')}]`;
  return Object.entries(value)
    .map(([name, each]) => `${inWords(name)} ${settingText(each)}`)
    .join(', ');
}
