import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import type { NamedTensors } from '../model.ts';
import { mapRecord } from '../records.ts';
import type { NamedValues } from './checkpoint.ts';
import type { TensorValues } from './safetensors.ts';

/**
 * Reads tensors back into memory.
 *
 * @throws {@link InvalidArgumentError} for a tensor that is neither float32 nor int32.
 */
export async function readTensors(what: string, tensors: NamedTensors): Promise<NamedValues> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => {
    const { dtype, shape } = tensor;
    if (dtype !== 'float32' && dtype !== 'int32') {
      const argument = `${what}/${name}`;
      throw new InvalidArgumentError({
        where: 'train',
        argument,
        value: dtype,
        rule: 'be float32 or int32 to be saved',
      });
    }
    const data = (await tensor.data()) as TensorValues['data'];
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Tensors with the values of a checkpoint. */
export function makeTensors(values: NamedValues): NamedTensors {
  return mapRecord(values, ({ shape, data }) => tf.tensor(data, [...shape], dtypeOf(data)));
}

/** The dtype a tensor with these values has. */
export function dtypeOf(data: TensorValues['data']): 'float32' | 'int32' {
  return data instanceof Int32Array ? 'int32' : 'float32';
}
