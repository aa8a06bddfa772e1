/** Work that is timed: one step of it, always the same. All sizes are counts; numbers are float32. */
export type Workload = ModelWorkload | OwnCellWorkload | NtmWorkload | ActivationWorkload;

/**
 * Trains a stack of recurrent layers with a dense layer to `classes` logits at every time step: forward, backward and
 * SGD update of the softmax cross-entropy, averaged over all tokens. Inputs are [batch, time, units].
 */
export interface ModelWorkload {
  readonly kind: 'model';
  readonly name: string;
  readonly cell: 'lstm' | 'gru';
  /** `plain`: sigmoid and tanh. `hard`: hardSigmoid and hardTanh. `noisy`: those with NAH noise at every site. */
  readonly activations: 'plain' | 'hard' | 'noisy';
  readonly layers: number;
  readonly units: number;
  readonly batch: number;
  readonly time: number;
  readonly classes: number;
}

/** Trains one layer of a cell that no library has; the loss is the mean square of the outputs. */
export interface OwnCellWorkload {
  readonly kind: 'own-cell';
  readonly name: string;
  readonly units: number;
  readonly batch: number;
  readonly time: number;
}

/**
 * Trains a neural Turing machine with an LSTM controller, one head that reads and one that writes: forward, backward
 * and SGD update of the sigmoid cross-entropy, averaged over all bits of the last `answers` steps. Inputs are bits,
 * [batch, time, inputSize].
 */
export interface NtmWorkload {
  readonly kind: 'ntm';
  readonly name: string;
  /** `plain`: sigmoid and tanh. `noisy`: hardSigmoid and hardTanh with NAN noise at all sites of the controller. */
  readonly activations: 'plain' | 'noisy';
  readonly inputSize: number;
  readonly outputSize: number;
  readonly units: number;
  readonly locations: number;
  readonly width: number;
  readonly batch: number;
  readonly time: number;
  readonly answers: number;
}

/** NAH over hardTanh on a vector: the mean of the result, and its gradient with respect to the vector. */
export interface ActivationWorkload {
  readonly kind: 'activation';
  readonly name: string;
  readonly elements: number;
}
