import { expect, it } from 'vitest';
import limits from '../../size-limit.config.ts';
import { publicPackages } from './public-packages.ts';

it('every import has a size limit', () => {
  const imports = publicPackages().flatMap((each) => each.imports);
  expect(new Set(limits.map(({ name }) => name))).toEqual(new Set(imports));
});
