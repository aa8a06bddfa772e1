import {
  activate,
  activateExpected,
  activateGradients,
  createNoisyActivation,
  fillNormals,
  threefry2x32,
} from '@unsaturate/core';
import { absolute, collect, gradientScale, ofLargestOrOne, type PathResult } from '../compare.ts';
import { type ActivationCase, activationOptions, type Golden } from '../golden-files.ts';

/** The scalar reference in float64, and its Float32Array forms. */
export function corePaths({ noise, activations }: Pick<Golden, 'noise' | 'activations'>): PathResult[] {
  return [threefry(noise), normals(noise), scalar(activations), ...arrays(activations)];
}

function threefry({ threefry2x32: cases }: Golden['noise']): PathResult {
  const words = collect('core scalar', 'threefry2x32', 0, absolute);
  cases.forEach(({ key, counter, rounds, out }, i) =>
    words.add(`#${i}`, threefry2x32(key, counter, rounds), out),
  );
  return words.result(cases.length);
}

function normals({ normal: cases }: Golden['noise']): PathResult {
  const values = collect('core array', 'noise', 2e-6, absolute);
  cases.forEach(({ key, stream, z }) =>
    values.add(`stream ${stream}`, fillNormals(key, stream, new Float32Array(z.length)), z),
  );
  return values.result(cases.length);
}

function scalar(cases: readonly ActivationCase[]): PathResult {
  const values = collect('core scalar', 'activations', 1e-9, absolute);
  cases.forEach((each, i) => {
    const { x, p, c, xi } = each;
    const phi = createNoisyActivation(activationOptions(each));
    const slopes = phi.derivatives(x, p, c, xi);
    values.add(
      `#${i}`,
      [phi.value(x, p, c, xi), slopes.x, slopes.p, phi.expectation(x, p, c)],
      [each.y, each.dydx, each.dydp, each.expectation],
    );
  });
  return values.result(cases.length);
}

function arrays(cases: readonly ActivationCase[]): PathResult[] {
  const values = collect('core array', 'activations', 2e-5, ofLargestOrOne);
  const gradients = collect('core array', 'activation gradients', 1e-4, gradientScale);
  cases.forEach((each, i) => {
    const phi = createNoisyActivation(activationOptions(each));
    const x = Float32Array.of(each.x);
    const xi = Float32Array.of(each.xi);
    const parameters = { p: each.p, c: each.c };
    const slopes = activateGradients(phi, x, parameters, xi, Float32Array.of(1));
    values.add(
      `#${i}`,
      [activate(phi, x, parameters, xi)[0]!, activateExpected(phi, x, parameters)[0]!],
      [each.y, each.expectation],
    );
    gradients.add(`#${i}`, [slopes.x[0]!], [each.dydx]);
    gradients.add(`#${i}`, [slopes.p[0]!], [each.dydp]);
  });
  return [values.result(cases.length), gradients.result(cases.length)];
}
