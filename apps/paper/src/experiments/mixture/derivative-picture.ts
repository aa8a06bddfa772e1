import type { Scatter } from '../../experiment/picture.ts';
import type { LayerDerivatives } from '../mlp/mlp.ts';

/**
 * The derivative of the activation of every unit against the input of the activation, a series for each layer.
 *
 * @see Gulcehre et al. 2016, figures 5 and 6.
 */
export function derivativePicture(layers: readonly LayerDerivatives[]): Scatter {
  return {
    kind: 'scatter',
    title: 'Derivatives of the activations',
    across: 'input x of an activation',
    up: 'its derivative there',
    series: layers.map(({ inputs, derivatives }, layer) => ({
      label: `layer ${layer + 1}`,
      points: Array.from(inputs, (x, e) => [rounded(x), rounded(derivatives[e]!)] as const),
    })),
  };
}

/** More digits cannot be seen. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
