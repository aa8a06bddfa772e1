import * as tf from '@tensorflow/tfjs-core';
import { type Cell, type CellActivations, defineCell, type Tensors } from '@unsaturate/scan';
import { lstm } from '../lstm/lstm.ts';
import { address, headColumns, headSites, headSlopes, instructions, plainHeads } from './heads.ts';
import { add, erase, read } from './memory.ts';
import { checkSizes, type NtmOptions, type NtmSizes, resolveNtm } from './sizes.ts';

/**
 * A neural Turing machine: a controller with heads that read and write a memory by attention.
 *
 *     h' = controller([x, r])                       an LSTM, or tanh([x, r] W + b)
 *     k, beta, g, s, gamma, e, a = heads(h' Wh + bh)
 *     w' = address(k, beta, g, s, gamma; M, w)       eq. 5 to 9, on the memory before writing
 *     r' = w' M                                      eq. 2, of the heads that read
 *     M' = M (1 - w' e) + w' a                       eq. 3 and 4, of the heads that write
 *     output = [h', r'] Wo + bo
 *
 * State: `memory` [N, M], `reads` [R, M], `weights` [R + W, N] (those that read first), and `h` and `c` [H] of an LSTM
 * controller. Parameters: those of the controller over [x, r]; `headKernel` [H, columns] and `headBias`, divided by
 * instruction, k, beta, g, s, gamma, e, a, each for all heads; `outputKernel` [H + R M, O] and `outputBias`. Begin with
 * `ntmState`, and `headBias` with `ntmHeadBias`: from most other starts learning is slow or fails.
 *
 * Noise is in the controller only, sites as in `lstm` ('h' for 'feedForward'); with `noisyHeads` it reaches keys, gates,
 * erase and add vectors as well, whose slopes are `headP`.
 *
 * @throws InvalidArgumentError for options that are unknown or out of range.
 * @see Graves, Wayne and Danihelka 2014, "Neural Turing Machines", arXiv 1410.5401; Gulcehre et al. 2016, section 6.6.
 *
 * @example
 * ```ts
 * const cell = ntm({ readHeads: 2 });
 * const sizes = { inputSize: 8, units: 100, outputSize: 6, locations: 128, width: 20 };
 * cell.params(sizes).headKernel; // => [100, 172]
 * ```
 */
export function ntm(options: NtmOptions = {}): Cell<NtmSizes, string, string, never> {
  const where = 'ntm';
  const resolved = resolveNtm(where, options);
  const { readHeads, writeHeads, noisyHeads, showWeights } = resolved;
  const controller = controllers[resolved.controller];
  const heads = readHeads + writeHeads;
  const checked = <T>(sizes: NtmSizes, shapes: T): T => {
    checkSizes(where, sizes, resolved.shifts);
    return shapes;
  };

  return defineCell<NtmSizes, string, string>({
    name: `ntm-${resolved.controller}`,
    sites: [...controller.sites, ...(noisyHeads ? headSites : [])],
    input: ({ inputSize }) => [inputSize],
    params: (sizes) =>
      checked(sizes, {
        ...controller.params(sizes.inputSize + readHeads * sizes.width, sizes.units),
        headKernel: [sizes.units, headColumns(resolved, sizes)],
        headBias: [headColumns(resolved, sizes)],
        ...(noisyHeads && { headP: [headSlopes(resolved, sizes)] }),
        outputKernel: [sizes.units + readHeads * sizes.width, sizes.outputSize],
        outputBias: [sizes.outputSize],
      }),
    state: (sizes) =>
      checked(sizes, {
        memory: [sizes.locations, sizes.width],
        reads: [readHeads, sizes.width],
        weights: [heads, sizes.locations],
        ...controller.state(sizes.units),
      }),
    step(params, x, state, activations) {
      const { memory, reads, weights } = state as Tensors<'memory' | 'reads' | 'weights'>;
      const [batch, , width] = reads.shape as [number, number, number];
      const flat = (vectors: tf.Tensor): tf.Tensor => tf.reshape(vectors, [batch, readHeads * width]);

      const { output: h, state: next } = controller.step(
        params,
        tf.concat([x, flat(reads)], 1),
        state,
        activations,
      );
      const told = instructions(
        linear(h, params['headKernel']!, params['headBias']!),
        resolved,
        { width },
        noisyHeads ? activations : plainHeads,
        params['headP'],
      );
      const nextWeights = address(told, memory, weights);
      const [reading, writing] = tf.split(nextWeights, [readHeads, writeHeads], 1) as [tf.Tensor, tf.Tensor];
      const nextReads = read(memory, reading);
      const nextMemory = add(erase(memory, writing, told.e), writing, told.a);
      const y = linear(tf.concat([h, flat(nextReads)], 1), params['outputKernel']!, params['outputBias']!);
      const shown = showWeights ? tf.concat([y, tf.reshape(nextWeights, [batch, -1])], 1) : y;
      return {
        output: shown,
        state: { memory: nextMemory, reads: nextReads, weights: nextWeights, ...next },
      };
    },
  });
}

/** `x W + b`. */
function linear(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(x, kernel), bias);
}

/** What a controller of H units over I inputs is. */
interface Controller {
  readonly sites: readonly string[];
  params(inputSize: number, units: number): Readonly<Record<string, readonly number[]>>;
  state(units: number): Readonly<Record<string, readonly number[]>>;
  step(
    params: Tensors,
    input: tf.Tensor,
    state: Tensors,
    activations: CellActivations,
  ): { readonly output: tf.Tensor; readonly state: Tensors };
}

const controllers: Readonly<Record<Required<NtmOptions>['controller'], Controller>> = {
  lstm: {
    sites: lstm.sites,
    params: (inputSize, units) => lstm.params({ inputSize, units }),
    state: (units) => lstm.state({ inputSize: 0, units }),
    step: (params, input, state, activations) =>
      lstm.step(
        params as Parameters<typeof lstm.step>[0],
        input,
        state as Tensors<'h' | 'c'>,
        activations,
        {},
      ),
  },
  feedForward: {
    sites: ['h'],
    params: (inputSize, units) => ({ kernel: [inputSize, units], bias: [units], p: [1, units] }),
    state: () => ({}),
    step({ kernel, bias, p }, input, _state, { tanh }) {
      return { output: tanh(linear(input, kernel!, bias!), tf.reshape(p!, [-1])), state: {} };
    },
  },
};
