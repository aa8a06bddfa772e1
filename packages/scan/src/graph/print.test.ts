import { expect, it } from 'vitest';
import { graphBuilder } from './build.ts';
import { printGraph } from './print.ts';

it('printGraph shows a line per node', () => {
  const b = graphBuilder();
  const x = b.input('x', [2, 3]);
  const product = b.matmul(x, b.constant([0.1, -2, 1 / 3, 4, 1e-7, 6, 7, 8, 9], [3, 3]), {
    transposeB: true,
  });
  const sum = b.reduce('sum', b.binary('mul', product, b.fill(0.5, [2, 3])), [0, 1]);
  const wide = b.concat([x, b.slice(x, [0, 2], [2, 2], [1, -2])], 1);
  const turned = b.transpose(b.slice(wide, [1, 0], [1, 5]), [1, 0]);
  const many = b.broadcast(b.reshape(sum, [1, 1]), [5, 1]);
  const y = b.select(b.unary('step', turned), many, turned);
  expect(printGraph(b.finish({ y, sum }))).toBe(
    `
%0 = input x [2, 3]
%1 = constant {0.1, -2, 0.33333334, 4, 1e-7, 6, 7, 8, ...} [3, 3]
%2 = matmul(%0, %1^T) [2, 3]
%3 = fill 0.5 [2, 3]
%4 = mul(%2, %3) [2, 3]
%5 = sum(%4, axes: [0, 1]) []
%6 = slice(%0, begin: [0, 2], strides: [1, -2]) [2, 2]
%7 = concat(%0, %6, axis: 1) [2, 5]
%8 = slice(%7, begin: [1, 0]) [1, 5]
%9 = transpose(%8, perm: [1, 0]) [5, 1]
%10 = reshape(%5) [1, 1]
%11 = broadcast(%10) [5, 1]
%12 = step(%9) [5, 1]
%13 = select(%12, %11, %9) [5, 1]
outputs y: %13, sum: %5`.trim(),
  );
});
