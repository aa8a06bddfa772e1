import type { Noise } from '@unsaturate/scan';
import { flatGroup, type Kernel, shader, spreadOut } from './kernel.ts';
import { type Scope, startOf, word } from './places.ts';

const threads = 64;

/** Writes the normals of a site to memory, for what cannot draw them where they are used. */
export function noiseKernel({ site, to, size }: Noise, scope: Scope): Kernel {
  const code = shader(scope.buffers.length, {
    threads,
    body: [
      `let element = ${flatGroup} * ${word(threads)} + lane;`,
      `if (element >= ${word(size)}) { return; }`,
      `${scope.regionOf(to.buffer)}[${startOf(to, scope)} + element] = normal(${word(site)}, element);`,
    ],
  });
  return { code, workgroups: () => spreadOut(Math.ceil(size / threads)) };
}
