import * as tf from '@tensorflow/tfjs-core';
import { UntraceableStepError } from './errors.ts';
import { kernels } from './lower/kernels.ts';
import { createRecorder, type Recorder } from './recorder.ts';

const backendName = 'unsaturate-recorder';

/**
 * Makes a recorder the backend of tfjs while `run` runs; the result must hold no tensor of the recorder.
 *
 * The state of the engine is put aside meanwhile, so that a tape, a kernel or a profile around the call sees nothing
 * of what is recorded. Afterwards everything is as before, and no tensor is left.
 */
export function withRecorder<Result>(run: (recorder: Recorder) => Result): Result {
  if (tf.env().getBool('DEBUG')) throw new UntraceableStepError('debug', 'was called in debug mode');
  if (tf.getBackend() === backendName) throw new UntraceableStepError('nested', 'records another step');
  const recorder = createRecorder();
  const leaveBackend = enterBackend(recorder);
  const leaveState = enterState();
  try {
    const result = run(recorder);
    recorder.finish();
    return result;
  } catch (error) {
    throw asUntraceable(error);
  } finally {
    leaveState();
    leaveBackend();
  }
}

/** Registers a recorder with its kernels and activates it; returns what undoes that. */
function enterBackend(recorder: Recorder): () => void {
  tf.backend();
  const previous = tf.getBackend();
  tf.registerBackend(backendName, () => recorder.backend, Number.NEGATIVE_INFINITY);
  for (const [kernelName, lower] of Object.entries(kernels)) {
    const kernelFunc: tf.KernelFunc = (params) => recorder.run(kernelName, lower, params);
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
  activate(backendName);
  return () => {
    activate(previous);
    tf.removeBackend(backendName);
    for (const kernelName of Object.keys(kernels)) tf.unregisterKernel(kernelName, backendName);
  };
}

/** Has happened when it returns: both backends are made without waiting or have been made. */
function activate(name: string): void {
  void tf.setBackend(name);
}

/** Gives the engine an empty tape and a scope of its own; returns what undoes that. */
function enterState(): () => void {
  const engine = tf.engine();
  const { state } = engine;
  const { activeTape, gradientDepth, kernelDepth, profiling } = state;
  Object.assign(state, { activeTape: null, gradientDepth: 0, kernelDepth: 0, profiling: false });
  const variables = new Set(Object.values(state.registeredVariables));
  engine.startScope('trace');
  return () => {
    // tfjs keeps what it saved for a gradient that was never finished.
    const unfinished = (state.activeTape as typeof activeTape | null) ?? [];
    for (const { saved } of unfinished) tf.dispose(saved ?? []);
    for (const variable of Object.values(state.registeredVariables))
      if (!variables.has(variable)) variable.dispose();
    engine.endScope();
    Object.assign(state, { activeTape, gradientDepth, kernelDepth, profiling });
  };
}

/** An error of tfjs about a kernel that the recorder does not have; other errors are the step's own. */
function asUntraceable(error: unknown): unknown {
  const kernel =
    error instanceof Error && /^Kernel '(.+)' not registered for backend/.exec(error.message)?.[1];
  if (!kernel) return error;
  return new UntraceableStepError('kernel', `calls the kernel ${kernel}`, { cause: error });
}
