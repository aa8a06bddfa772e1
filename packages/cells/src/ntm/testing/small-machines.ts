import type { Cell } from '@unsaturate/scan';
import { ntm } from '../ntm.ts';
import type { NtmOptions } from '../sizes.ts';

/** Sizes of the small machines. */
interface SmallSizes {
  readonly inputSize: number;
  readonly units: number;
}

const options: Readonly<Record<string, NtmOptions>> = {
  ntm: {},
  ntmHeads: { readHeads: 2, writeHeads: 3, shifts: 5, noisyHeads: true, showWeights: true },
  ntmFeedForward: { controller: 'feedForward', readHeads: 2, shifts: 1 },
};

/** Machines of which two sizes are free. The state `weights` must hold distributions. */
export const smallMachines: Readonly<Record<string, Cell<SmallSizes>>> = Object.fromEntries(
  Object.entries(options).map(([name, each]) => {
    const cell = ntm(each);
    const all = ({ inputSize, units }: SmallSizes) => ({
      inputSize,
      units,
      outputSize: 2,
      locations: 5 + (units % 4),
      width: 1 + (inputSize % 4),
    });
    const small: Cell<SmallSizes> = {
      name,
      sites: cell.sites,
      step: (...args) => cell.step(...args),
      params: (sizes: SmallSizes) => cell.params(all(sizes)),
      state: (sizes: SmallSizes) => cell.state(all(sizes)),
    };
    return [name, small];
  }),
);
