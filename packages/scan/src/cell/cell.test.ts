import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { elman } from '../testing/elman.ts';
import { defineCell } from './cell.ts';

describe('defineCell', () => {
  it('gives the cell back', () => {
    expect(defineCell(elman)).toBe(elman);
  });

  it.each([
    [undefined, 'cell must be an object, got undefined.'],
    [{}, 'cell.name must be a string, not empty, got undefined.'],
    [{ name: 'mine' }, 'cell.sites must be an array of strings, got undefined.'],
    [{ ...elman, sites: [1] }, 'cell.sites must be an array of strings, got [1].'],
    [{ ...elman, constants: 'memory' }, 'cell.constants must be an array of strings, got "memory".'],
    [{ name: 'mine', sites: [] }, 'cell.params must be a function, got undefined.'],
    [{ ...elman, state: { h: [2] } }, 'cell.state must be a function, got {"h":[2]}.'],
    [{ ...elman, step: undefined }, 'cell.step must be a function, got undefined.'],
    [{ ...elman, sizes: { units: 2 } }, 'cell.sizes must be a function or left out, got {"units":2}.'],
  ])('refuses %o', (cell, message) => {
    const act = (): unknown => defineCell(cell as unknown as typeof elman);
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`defineCell: ${message}`);
  });
});
