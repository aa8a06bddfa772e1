import { activations } from './activations.js';
import { differentiate } from './differentiate.js';
import { embedding } from './embedding.js';
import { recurrences } from './recurrences.js';

/** Values and gradients, by name, of everything that has to be the same on every backend. */
export async function computations() {
  const results = {};
  for (const { name, compute, inputs } of [...activations(), ...recurrences(), embedding()]) {
    results[name] = await differentiate(compute, inputs);
  }
  return results;
}
