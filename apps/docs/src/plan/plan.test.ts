import * as tf from '@tensorflow/tfjs';
import type { Plan } from '@unsaturate/scan';
import { beforeAll, describe, expect, it } from 'vitest';
import { planDot } from './dot.ts';
import { drawDot } from './draw.ts';
import { explainLstm, lstmPlan } from './lstm-plan.ts';

let plan: Plan;

beforeAll(async () => {
  await tf.setBackend('cpu');
  plan = lstmPlan();
});

describe.each(['forward', 'backward'] as const)('the drawing of the %s run', (direction) => {
  const classesOf = (svg: string): string[] =>
    [...svg.matchAll(/class="node (\w+)"/g)].map(([, name]) => name!).toSorted();

  it('has a node for every instruction, of its kind, and a box for every part', async () => {
    const svg = await drawDot(planDot(plan, direction), 'a label');
    const { before, step, after, forInput } = plan[direction]!;
    const parts = [before, step, after, forInput];
    const kinds = parts.flat().map(({ kind }) => kind);
    const drawn = classesOf(svg).filter((each) => ['loop', 'product', 'noise', 'clear'].includes(each));
    expect(drawn).toEqual(kinds.toSorted());
    expect(svg.match(/class="cluster /g)).toHaveLength(parts.filter((part) => part.length > 0).length);
    expect(svg.match(/class="title"/g)).toHaveLength(parts.filter((part) => part.length > 0).length);
  });

  it('is one line of SVG that leaves colors to the page', async () => {
    const svg = await drawDot(planDot(plan, direction), 'a "label"');
    expect(svg).toMatch(/^<svg role="img" aria-label="a &quot;label&quot;" style="width:\d+px" viewBox=/);
    expect(svg).toMatch(/<\/svg>$/);
    expect(svg).not.toMatch(/\n| fill=| stroke=/);
  });
});

describe('the plan of the LSTM', () => {
  it('leaves one product and one loop in the forward loop over time', () => {
    expect(plan.forward.step.map(({ kind }) => kind)).toEqual(['product', 'loop']);
  });

  it('is the one that is told in words', () => {
    const { plain, noisy } = explainLstm();
    expect(plain).toContain('forward, each step\n  product [20, 200] x [200, 800] added to');
    expect(plain).not.toContain('noise of site');
    expect(noisy.match(/noise of site/g)).toHaveLength(10); // five sites, drawn again on the way back
  });
});
