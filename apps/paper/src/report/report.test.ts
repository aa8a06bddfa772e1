import { describe, expect, it } from 'vitest';
import type { Experiment } from '../experiment/experiment.ts';
import type { RunResult } from '../results/result.ts';
import { fixture, resultOf } from '../testing/fixtures.ts';
import { alphaFigure } from './alpha-figure.ts';
import { armTableOf } from './arm-table.ts';
import { chartsOf } from './charts.ts';
import { findingsOf } from './findings.ts';
import { overviewOf } from './overview.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { rowsOf } from './rows.ts';
import { sectionOf } from './section.ts';
import { spreadOf } from './statistics.ts';
import { textTable } from './text-table.ts';

const results = [
  resultOf('soft', 1, 20),
  resultOf('soft', 2, 24),
  resultOf('soft', 3, 21),
  resultOf('noisy', 1, 30),
];

describe('spreadOf', () => {
  it('takes the middle of an odd number and the mean of two of an even one', () => {
    expect(spreadOf([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10, count: 3 });
    expect(spreadOf([4, 1])!.median).toBe(2.5);
    expect(spreadOf([])).toBeUndefined();
  });
});

describe('rowsOf', () => {
  it('has a line for every arm, also for one without runs', () => {
    const rows = rowsOf(fixture, 'paper', results);
    expect(rows.map(({ arm, ours, published }) => [arm, ours, published])).toEqual([
      ['soft', { median: 21, min: 20, max: 24, seeds: [1, 2, 3] }, 30],
      ['noisy', { median: 30, min: 30, max: 30, seeds: [1] }, 10],
      ['new', null, null],
    ]);
  });

  it('becomes a text with what is missing in it', () => {
    expect(textTable([fixture], rowsOf(fixture, 'paper', results)).split('\n')).toEqual([
      'experiment  arm    metric    ours                 seeds  published',
      'fixture     soft   error, %  21.0 (20.0 to 24.0)  1,2,3  30.0',
      'fixture     noisy  error, %  30.0                 1      10.0',
      'fixture     new    error, %  missing                     -',
    ]);
  });
});

describe('findingsOf', () => {
  const find = (runs = results) => findingsOf(fixture, rowsOf(fixture, 'paper', runs));

  it('says which arms are not in the published order, and what was not run', () => {
    expect(find()).toEqual([
      'error, from best to worst: soft, noisy. In the published order by their medians: 0 of 1 pairs of arms. Published the other way round: noisy before soft.',
      'Not run yet: new.',
    ]);
  });

  it('says how many pairs agree, and in how many of them the seeds do not mix', () => {
    const soft = [resultOf('soft', 1, 20), resultOf('soft', 2, 9)];
    expect(find([...soft, resultOf('noisy', 1, 10), resultOf('noisy', 2, 11)])[0]).toBe(
      'error, from best to worst: noisy, soft. In the published order by their medians: 1 of 1 pairs of arms. ' +
        'Of the pairs in the published order that have several seeds, 0 of 1 have no seed of the worse arm as good as any of the better one.',
    );
  });

  it('names the arms that were published as worse behind the one that is not better', () => {
    const [soft, noisy, other] = fixture.arms;
    const published: Experiment = {
      ...fixture,
      arms: [soft, noisy!, { ...other!, published: { error: 20 } }],
    };
    const runs = [resultOf('soft', 1, 1), resultOf('noisy', 1, 3), resultOf('new', 1, 2)];
    expect(findingsOf(published, rowsOf(published, 'paper', runs))).toEqual([
      'error, from best to worst: soft, new, noisy. In the published order by their medians: 0 of 3 pairs of arms. ' +
        'Published the other way round: noisy before new, soft; new before soft.',
    ]);
  });

  it('does not tell seeds apart where an arm has one', () => {
    const text = find([resultOf('soft', 1, 20), resultOf('noisy', 1, 10)]).join();
    expect(text).toContain('1 of 1 pairs of arms.');
    expect(text).not.toContain('seed');
  });

  it('has no order of one arm', () => {
    expect(find([resultOf('new', 1, 20)])).toEqual(['error: new alone.', 'Not run yet: soft, noisy.']);
  });

  it('says only that nothing was run where nothing was', () => {
    expect(find([])).toEqual(['Not run yet: soft, noisy, new.']);
  });
});

describe('overviewOf', () => {
  const overview = (runs: readonly RunResult[]) => overviewOf([sectionOf(fixture, 'paper', runs)]);

  it('sets the reference and the best arm beside what was published', () => {
    expect(overview([...results, resultOf('new', 1, 5)])).toEqual([
      {
        name: 'fixture',
        title: 'A fixture <of> tests',
        metric: 'error, %',
        reference: { published: '30.0', here: '21.0' },
        best: { published: '10.0 (noisy)', here: '5.0 (new)' },
      },
    ]);
  });

  it('has no numbers where nothing was run', () => {
    expect(overview([])[0]).toMatchObject({
      reference: { published: '30.0', here: '-' },
      best: { published: '10.0 (noisy)', here: '-' },
    });
  });
});

describe('armTableOf', () => {
  it('has a line for each arm with all metrics, and says which have published numbers', () => {
    const metrics = [...fixture.metrics, { name: 'level', unit: '', better: 'higher', digits: 0 }] as const;
    const experiment = { ...fixture, metrics };
    const runs = results.map((each) => ({ ...each, metrics: { ...each.metrics, level: 2 } }));
    const table = armTableOf(experiment, rowsOf(experiment, 'paper', runs));
    expect(table.metrics).toEqual([
      { label: 'error, %', hasPublished: true },
      { label: 'level', hasPublished: false },
    ]);
    expect(table.lines.map(({ arm, seeds, cells }) => [arm, seeds, cells])).toEqual([
      [
        'soft',
        3,
        [
          { published: '30.0', ours: '21.0 (20.0 to 24.0)' },
          { published: '-', ours: '2' },
        ],
      ],
      [
        'noisy',
        1,
        [
          { published: '10.0', ours: '30.0' },
          { published: '-', ours: '2' },
        ],
      ],
      [
        'new',
        0,
        [
          { published: '-', ours: 'missing' },
          { published: '-', ours: 'missing' },
        ],
      ],
    ]);
  });
});

describe('chartsOf', () => {
  it('draws medians, ranges of several seeds, and what was published', () => {
    const [chart] = chartsOf(fixture, results);
    expect(chart!.updates).toEqual([10, 15, 20]);
    expect(chart!.lines.map(({ label, values }) => [label, values])).toEqual([
      ['soft, median of 3', [42, null, 21]],
      ['noisy', [60, null, 30]],
      ['soft, published', [null, null, 30]],
      ['noisy, published', [null, null, 10]],
      ['figure 1', [null, 3, null]],
    ]);
    expect(chart!.bands).toEqual([{ line: 0, low: [40, null, 20], high: [48, null, 24] }]);
  });

  it('leaves out what a logarithm does not have, and a figure without runs', () => {
    const [chart] = chartsOf(fixture, [resultOf('soft', 1, 0)]);
    expect(chart!.lines[0]!.values).toEqual([null, null, null]);
    expect(chartsOf(fixture, [])).toEqual([]);
  });
});

describe('the report', () => {
  const heat = {
    kind: 'heat-map' as const,
    title: 'Weights',
    across: 'step',
    down: 'row',
    rows: [
      [1, 0],
      [0, 0.5],
    ],
  };
  const captioned = {
    kind: 'captioned-picture' as const,
    title: 'Picture 5',
    rows: ['f00f00fff', 'fff00ff00'],
    caption: 'a <red> bar',
    references: ['a red bar', 'red above blue'],
  };
  const scatter = {
    kind: 'scatter' as const,
    title: 'Slopes',
    across: 'x <in>',
    up: 'slope',
    series: [
      {
        label: 'layer 1',
        points: [
          [-2, 0],
          [2, 1],
        ],
      },
      { label: 'layer 2', points: [[0, 0.5]] },
    ] as const,
  };
  const [first, ...others] = results;
  const section = sectionOf(fixture, 'paper', [
    { ...first!, pictures: [heat, scatter, captioned] },
    ...others,
  ]);

  it('is a page that loads nothing and holds numbers, curves, findings and pictures', () => {
    const html = renderHtml([section]);
    expect(html).not.toMatch(/<(link|img|iframe)|<script[^>]* src|@import|url\(/);
    expect(html).toContain('A fixture &lt;of&gt; tests');
    expect(html).not.toContain('<of>');
    expect(html).toContain('21.0<small>20.0 to 24.0</small>');
    expect(html).toContain('missing');
    expect(html).toContain('<td class="number published">10.0 (noisy)</td>');
    expect(html).toContain('id="plot-0"');
    expect(html).toContain('Weights (soft, seed 1)');
    expect(html.match(/<rect /g)).toHaveLength(2);
    expect(html).toContain('Slopes (soft, seed 1)');
    expect(html).toContain('stroke="var(--line-0)" d="M0 100h0M100 0h0"');
    expect(html).toContain('stroke="var(--line-1)" d="M50 50h0"');
    expect(html).toContain('aria-label="Slopes: 3 points, x &lt;in&gt; from -2 to 2, slope from 0 to 1"');
    expect(html).toContain('4 runs, commit 0123456789ab, Abacus, 2 cores, Node 24.0.0: 2.0 minutes added up');
  });

  it('draws a captioned picture by runs of one color, beside what was said and what is right', () => {
    const html = renderHtml([section]);
    expect(html).toContain('Picture 5 (soft, seed 1)');
    expect(html).toContain('viewBox="0 0 3 2"');
    expect(html.match(/<path fill[^>]*>/g)).toEqual([
      '<path fill="#f00" d="M0 0h2v1h-2zM2 1h1v1h-1z"/>',
      '<path fill="#00f" d="M1 1h1v1h-1z"/>',
    ]);
    expect(html).toContain(
      'a &lt;red&gt; bar<small>right: a red bar</small><small>right: red above blue</small>',
    );
    expect(renderMarkdown([section])).toContain(
      '- Picture 5 (soft, seed 1), in the page: said "a <red> bar"; right is "a red bar" or "red above blue"',
    );
  });

  it('shows the settings that all runs share', () => {
    expect(section.settings).toEqual([
      ['units', '4'],
      ['held out', 'test 10'],
      ['layers', '[4, wide [1, 2]]'],
    ]);
  });

  it('says the same in Markdown, its tables whole', () => {
    const markdown = renderMarkdown([section]);
    expect(markdown).toContain(String.raw`| soft | 21.0 (20.0 to 24.0) | 30.0 | 3 | sigmoid \| tanh |`);
    expect(markdown).toContain('| error, % | 30.0 | 21.0 | 10.0 (noisy) | 21.0 (soft) |');
    expect(markdown).toContain('| new | missing | - | 0 | a new one |');
    for (const finding of section.findings) expect(markdown).toContain(`- ${finding}`);
    expect(markdown).toContain('- Slopes (soft, seed 1): in the page');
    expect(markdown).toContain('| soft, median of 3 | 42 |  | 21 |');
  });

  it('can be made before anything was run', () => {
    const empty = sectionOf(fixture, 'paper', []);
    expect(renderHtml([empty])).toContain('Not run yet: soft, noisy, new.');
    expect(renderMarkdown([empty])).toContain('| soft | missing | 30.0 | 0 |');
  });
});

describe('the figure of alpha', () => {
  const at = (alpha: number, x: number): number[] => {
    const { points } = alphaFigure().series.find(({ label }) => label === `alpha ${alpha}`)!;
    return points.filter((point) => Math.abs(point[0] - x) < 0.3).map((point) => point[1]);
  };
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

  it('has all units equal where they do not saturate, and then apart in the order of alpha', () => {
    for (const alpha of [0.9, 1, 1.1, 1.2]) expect(mean(at(alpha, 0.5))).toBeCloseTo(0.5, 1);
    const saturated = [0.9, 1, 1.1, 1.2].map((alpha) => mean(at(alpha, 3.7)));
    expect(saturated).toEqual(saturated.toSorted((a, b) => b - a));
    expect(saturated[0]).toBeGreaterThan(1);
    expect(Math.max(...at(1, 3.7))).toBeLessThanOrEqual(1);
  });
});
