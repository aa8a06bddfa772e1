// Prints GFLOP/s of the matrix product on one thread: node --conditions=@unsaturate/source bench/gemm.ts
import { supportsRelaxed } from '../src/assembler/module-builder.ts';
import { createGemm } from '../src/gemm/gemm.ts';
import { packedBytes } from '../src/gemm/pack.ts';

const cases = [
  [20, 200, 800, false],
  [400, 200, 800, false],
  [400, 800, 200, false],
  [200, 400, 800, true],
  [200, 2000, 800, true],
] as const;

for (const relaxed of supportsRelaxed() ? [false, true] : [false]) {
  for (const [m, k, n, transposed] of cases) {
    const memory = new WebAssembly.Memory({ initial: 512 });
    new Float32Array(memory.buffer).fill(0.5);
    const gemm = createGemm(memory, { relaxed });
    const [a, b, c, packed] = [64, 8 << 20, 16 << 20, 24 << 20] as const;
    if (packed + packedBytes(k, n) > memory.buffer.byteLength) throw new RangeError('memory too small');
    const panels = gemm.pack({ at: b, rowStride: n, transposed: false }, packed, k, n);
    const factor = { at: a, rowStride: transposed ? m : k, transposed };
    const times = Math.ceil(4e8 / (m * n * k));
    let best = Infinity;
    for (let round = 0; round < 8; round++) {
      const start = performance.now();
      for (let i = 0; i < times; i++) {
        gemm.multiply(factor, panels, { at: c, rowStride: n }, { m, n, k }, false);
      }
      best = Math.min(best, (performance.now() - start) / times);
    }
    const name = `${m}x${k}x${n}${transposed ? ' A transposed' : ''}${relaxed ? ' relaxed' : ''}`;
    console.log(`${name}: ${((2 * m * n * k) / best / 1e6).toFixed(1)} GFLOP/s`);
  }
}
