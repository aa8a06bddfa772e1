import type { LanguageModelConfig } from '@unsaturate/train';
import { hasNoise } from './arm-settings.ts';
import { presets } from './presets.ts';
import type { RunConfig } from './run-config.ts';

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
