import { nn, numpy as np } from '@jax-js/jax';
import { inputValues, layerValues } from '../../workloads/values.ts';
import type { OwnCellWorkload } from '../../workloads/workload.ts';
import { arrayOf, projectInputs, type Work } from './work.ts';

/** The bench's own cell, the time loop unrolled; its equations are those of `ownCellStep` for tfjs. */
export function ownCellWork(workload: OwnCellWorkload): Work {
  const { units, batch } = workload;
  const { kernel, recurrentKernel, bias } = layerValues(units, 3, 0);
  return {
    params: [arrayOf(kernel), arrayOf(recurrentKernel), arrayOf(bias)],
    inputs: [arrayOf(inputValues(workload))],
    updates: true,
    loss([kernel, recurrentKernel, bias], [xs], key) {
      key.dispose();
      const outputs: np.Array[] = [];
      let h = np.zeros([batch, units]);
      let c = np.zeros([batch, units]);
      for (const x of projectInputs(xs!, kernel!, bias!)) {
        [h, c] = step(x, h, c, recurrentKernel!.ref);
        outputs.push(h.ref);
      }
      [h, c, recurrentKernel!].forEach((array) => array.dispose());
      return np.mean(np.square(np.stack(outputs)));
    },
  };
}

function step(x: np.Array, h: np.Array, c: np.Array, recurrentKernel: np.Array): [np.Array, np.Array] {
  const [zf, zg, zo] = np.split(x.add(np.matmul(h, recurrentKernel)), 3, 1) as [np.Array, np.Array, np.Array];
  const f = nn.sigmoid(zf);
  const nextC = f.ref.mul(c).add(np.subtract(1, f).mul(np.tanh(zg)));
  const size = np.sqrt(np.mean(np.square(nextC.ref), 1, { keepdims: true }).add(1e-5));
  return [nn.sigmoid(zo).mul(nextC.ref.div(size)), nextC];
}
