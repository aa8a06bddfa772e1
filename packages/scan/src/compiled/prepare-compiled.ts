import * as tf from '@tensorflow/tfjs-core';
import { UnsaturateError } from '@unsaturate/core';
import type { Tensors } from '../cell/cell.ts';
import { runPasses } from '../passes/passes.ts';
import { planStep } from '../plan/plan-step.ts';
import type { ScanCall, ScanResult } from '../scan.ts';
import { UntraceableStepError } from '../trace/errors.ts';
import { sameGraph } from '../trace/same-graph.ts';
import { compiledSteps, type CompiledStep } from './cache.ts';
import { namedInputs, stepShapes } from './inputs.ts';
import { previousOutput } from './names.ts';
import { recordStep } from './record-step.ts';
import { runCompiled } from './run-compiled.ts';
import { targetOf } from './target.ts';

/** No target can run a scan that was asked to be compiled. */
export class NoScanTargetError extends UnsaturateError {
  constructor(backend: string) {
    super(
      'NoScanTargetError',
      `scan: engine "compiled" needs a target for the backend "${backend}", and none is imported. ` +
        'Import one, such as @unsaturate/wasm for the backends cpu and wasm, or use the engine "auto".',
    );
  }
}

/**
 * Compiles a scan for the active backend, or finds it compiled.
 *
 * @returns What runs it, given the first of its noise numbers; undefined where it has to run eagerly: there is no
 * target, values are observed, or the step cannot be recorded (which is said once for each cell).
 * @throws NoScanTargetError, UntraceableStepError if the engine is 'compiled'; UntraceableStepError of a step that is
 * to be verified and is not what it was.
 */
export function prepareCompiled(
  call: ScanCall,
  engine: 'auto' | 'compiled',
): ((base: number) => ScanResult) | undefined {
  const target = targetOf(tf.getBackend());
  if (target === undefined) {
    if (engine === 'compiled') throw new NoScanTargetError(tf.getBackend());
    return undefined;
  }
  if (call.options.observe !== undefined) return undefined;
  const withGradients = isDifferentiated();
  const shapes = stepShapes(call);
  const compiled = compiledSteps.get(call, target, shapes, withGradients, (): CompiledStep => {
    try {
      const recorded = recordStep(call, shapes, withGradients);
      return { prepared: target.prepare(planStep(runPasses(recorded.graph))), ...recorded };
    } catch (error) {
      if (!(error instanceof UntraceableStepError)) throw error;
      return { failure: error };
    }
  });
  if ('failure' in compiled) {
    if (engine === 'compiled') throw compiled.failure;
    warnOnce(call, compiled.failure);
    return undefined;
  }
  if (
    call.options.verify === true &&
    !sameGraph(recordStep(call, shapes, withGradients).graph, compiled.graph)
  ) {
    throw new UntraceableStepError('impure', 'is not what it was when it was compiled');
  }
  return (base) =>
    tidy(() => {
      const given = namedInputs(call);
      const { shape, state: first } = compiled.firstOutput;
      const inputs = {
        ...given,
        ...(call.options.mask && {
          [`state/${previousOutput}`]: first ? given[first]! : tf.zeros([...shape]),
        }),
        ...Object.fromEntries(compiled.captured.map((tensor, i) => [`captured/${i}`, tensor])),
      };
      const outputs = Object.entries(runCompiled(compiled.prepared, inputs, runOf(call, base)));
      const typed = outputs.map(([name, tensor]): [string, tf.Tensor] => {
        const dtype = compiled.dtypes[name];
        return [name, dtype ? tf.cast(tensor, dtype) : tensor];
      });
      const { output, ...rest } = Object.fromEntries(typed);
      const states = Object.entries(rest)
        .map(([name, tensor]): [string, tf.Tensor] => [name.slice('state/'.length), tensor])
        .filter(([name]) => name !== previousOutput);
      const state: Tensors = Object.fromEntries(states);
      return { outputs: output!, state };
    });
}

function runOf({ cell, xs, options, sites }: ScanCall, base: number): Parameters<typeof runCompiled>[2] {
  const { noise } = sites;
  return {
    time: xs.shape[1]!,
    reverse: options.reverse ?? false,
    noise: noise ? { key: noise.key, base, sites: cell.sites.length } : null,
  };
}

/** Whether tfjs is writing down operations for a gradient. */
function isDifferentiated(): boolean {
  return (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();
}

const warned = new WeakSet<object>();

function warnOnce({ cell }: ScanCall, failure: UntraceableStepError): void {
  if (warned.has(cell)) return;
  warned.add(cell);
  tf.backend_util.warn(`scan: the cell "${cell.name}" runs eagerly, not compiled. ${failure.message}`);
}

/** `tf.tidy` for results that are records of tensors. */
function tidy<Result extends object>(compute: () => Result): Result {
  return tf.tidy(compute as () => tf.TensorContainer) as Result;
}
