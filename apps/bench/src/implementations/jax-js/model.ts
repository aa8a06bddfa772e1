import { nn, numpy as np, random } from '@jax-js/jax';
import { denseValues, inputValues, layerValues, targetValues } from '../../workloads/values.ts';
import type { ModelWorkload } from '../../workloads/workload.ts';
import { hard, hardSigmoid, hardTanh } from './noise.ts';
import { arrayOf, projectInputs, type Work } from './work.ts';

/** sigmoid and tanh of one site of a cell. */
type Activate = (name: 'sigmoid' | 'tanh', x: np.Array) => np.Array;

const sites = { lstm: 5, gru: 3 };
const gates = { lstm: 4, gru: 3 };

/** The stack of recurrent layers, the time loop unrolled; jax-js has no scan. */
export function modelWork(workload: ModelWorkload): Work {
  const { cell, layers, units, batch, classes } = workload;
  const noisy = workload.activations === 'noisy';
  const layerParams = Array.from({ length: layers }, (_, layer) => {
    const { kernel, recurrentKernel, bias } = layerValues(units, gates[cell], layer);
    const arrays = [arrayOf(kernel), arrayOf(recurrentKernel), arrayOf(bias)];
    return noisy ? [...arrays, np.ones([sites[cell], units])] : arrays;
  });
  const dense = denseValues(workload);
  const perLayer = layerParams[0]!.length;

  return {
    params: [...layerParams.flat(), arrayOf(dense.kernel), arrayOf(dense.bias)],
    inputs: [arrayOf(inputValues(workload)), np.array(targetValues(workload) as Int32Array<ArrayBuffer>)],
    updates: true,
    loss(params, [xs, targets], key) {
      const [kernel, bias] = params.slice(layers * perLayer) as [np.Array, np.Array];
      const keys = noisy ? np.unstack(random.split(key, layers)) : [];
      if (!noisy) key.dispose();
      let inputs = xs!;
      for (let layer = 0; layer < layers; layer++) {
        const own = params.slice(layer * perLayer, (layer + 1) * perLayer);
        inputs = recurrent(workload, own, inputs, keys[layer]);
      }
      const logits = np.matmul(inputs.reshape([-1, units]), kernel).add(bias);
      const chosen = nn.oneHot(targets!, classes).mul(nn.logSoftmax(logits));
      return np.sum(chosen).mul(-1 / (batch * workload.time));
    },
  };
}

/** One layer: [batch, time, units] to the same shape. */
function recurrent(
  { cell, activations, units, batch, time }: ModelWorkload,
  [kernel, recurrentKernel, bias, p]: np.Array[],
  xs: np.Array,
  key: np.Array | undefined,
): np.Array {
  const normals = key && np.unstack(random.normal(key, [time * sites[cell], batch, units]));
  const slopes = p && np.unstack(p);
  let site = 0;
  const activate: Activate = (name, x) => {
    if (activations === 'plain') return name === 'sigmoid' ? nn.sigmoid(x) : np.tanh(x);
    const shape = name === 'sigmoid' ? hardSigmoid : hardTanh;
    const index = site++;
    if (!normals || !slopes) return hard(x, shape);
    return hard(x, shape, { normals: normals[index]!, p: slopes[index % sites[cell]]!.ref });
  };

  const outputs: np.Array[] = [];
  let h = np.zeros([batch, units]);
  let c = np.zeros([batch, units]);
  for (const x of projectInputs(xs, kernel!, bias!)) {
    if (cell === 'lstm') [h, c] = lstmStep(x, h, c, recurrentKernel!.ref, activate);
    else h = gruStep(x, h, recurrentKernel!.ref, activate);
    outputs.push(h.ref);
  }
  [h, c, recurrentKernel!, ...(slopes ?? [])].forEach((array) => array.dispose());
  return np.stack(outputs, 1);
}

function lstmStep(
  x: np.Array,
  h: np.Array,
  c: np.Array,
  recurrentKernel: np.Array,
  activate: Activate,
): [np.Array, np.Array] {
  const [zi, zf, zc, zo] = np.split(x.add(np.matmul(h, recurrentKernel)), 4, 1) as [
    np.Array,
    np.Array,
    np.Array,
    np.Array,
  ];
  const i = activate('sigmoid', zi);
  const f = activate('sigmoid', zf);
  const nextC = f.mul(c).add(i.mul(activate('tanh', zc)));
  const o = activate('sigmoid', zo);
  return [o.mul(activate('tanh', nextC.ref)), nextC];
}

function gruStep(x: np.Array, h: np.Array, recurrentKernel: np.Array, activate: Activate): np.Array {
  const units = h.shape[1]!;
  const [xz, xr, xh] = np.split(x, 3, 1) as [np.Array, np.Array, np.Array];
  const [gateKernel, candidateKernel] = np.split(recurrentKernel, [2 * units], 1) as [np.Array, np.Array];
  const [hz, hr] = np.split(np.matmul(h.ref, gateKernel), 2, 1) as [np.Array, np.Array];
  const z = activate('sigmoid', xz.add(hz));
  const r = activate('sigmoid', xr.add(hr));
  const candidate = activate('tanh', xh.add(np.matmul(r.mul(h.ref), candidateKernel)));
  return z.ref.mul(h).add(np.subtract(1, z).mul(candidate));
}
