import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { TrainEvent } from '@unsaturate/train';
import { describe, expect, it } from 'vitest';
import { chartsOf } from './charts.ts';
import { type Report, renderReport } from './render-report.ts';

const events: TrainEvent[] = [
  { type: 'diagnostics', update: 1, values: { 'saturation/layer0/</script><b>': 0.5 } },
  {
    type: 'update',
    update: 1,
    epoch: 1,
    loss: 3,
    nll: 3,
    learningRate: 0.1,
    noiseScale: 0.5,
    gradientNorm: 2,
    clippedNorm: 1,
  },
];
const end: TrainEvent = { type: 'end', reason: 'completed', update: 1 };
const report: Report = { title: 'A run', settings: [], results: [], events, note: '', sample: '' };
const bare: Report = { ...report, events: [] };
const hostile = `<script>alert("1")</script><img src='x'> & more`;
const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=&#39;x&#39;&gt; &amp; more';

const scripts = (html: string): string[] =>
  [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, text]) => text!);

describe('renderReport', () => {
  it('shows title, results, settings and sample', () => {
    const html = renderReport({
      ...report,
      results: [['validation perplexity', '181.3']],
      settings: [['seed', '7']],
      sample: 'call me\nishmael',
    });
    expect(html).toContain('<title>A run</title>');
    expect(html).toContain('<h1>A run</h1>');
    expect(html).toContain('<dt>validation perplexity</dt><dd>181.3</dd>');
    expect(html).toContain('<th scope="row">seed</th><td>7</td>');
    expect(html).toContain('>call me\nishmael</blockquote>');
  });

  it('escapes whatever it is given', () => {
    const html = renderReport({
      title: hostile,
      settings: [[hostile, hostile]],
      results: [[hostile, hostile]],
      events,
      note: hostile,
      sample: hostile,
    });
    expect(html.split(escaped)).toHaveLength(9);
    expect(html).not.toContain('alert("1")');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>');
  });

  it('holds the charts, in words too', () => {
    const html = renderReport(report);
    const charts = chartsOf(events);
    expect(JSON.parse(scripts(html)[0]!)).toEqual(charts);
    expect(html.match(/<figure/g)).toHaveLength(charts.length);
    expect(html).toContain('training: 3 at update 1, 3 at update 1.');
  });

  it('loads nothing', () => {
    const html = renderReport(report);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(link|img|iframe)|<script[^>]* src|@import|url\(/);
  });

  it('carries scripts that parse, with every function of the page', () => {
    const [, uplot, page] = scripts(renderReport(report));
    expect(() => new Script(uplot!)).not.toThrow();
    expect(() => new Script(page!)).not.toThrow();
    const source = readFileSync(
      new URL('../../../shared/src/report/page-script.ts', import.meta.url),
      'utf8',
    );
    const names = [...source.matchAll(/^function (\w+)/gm)].map(([, name]) => name!);
    expect(names).toContain('drawCharts');
    for (const name of names) expect(page).toContain(`function ${name}(`);
  });

  it.each([
    [0.99, 10_001, [1, 10, 100, 1000, 10_000]],
    [150, 4500, [200, 500, 1000, 2000]],
    [90, 320, [100, 150, 200, 300]],
    [99, 241, [100, 120, 140, 160, 180, 200, 220, 240]],
    [101, 119, [110]],
  ])('marks round perplexities from %d to %d', (low, high, round) => {
    const [, , page] = scripts(renderReport(report));
    const splits = new Script(`${page!.split('drawCharts(JSON')[0]}; expSplits`).runInThisContext() as (
      ...of: unknown[]
    ) => number[];
    expect(splits({}, 2, Math.log(low), Math.log(high)).map((each) => Math.round(Math.exp(each)))).toEqual(
      round,
    );
  });

  it('leaves out what has no content', () => {
    const html = renderReport(bare);
    expect(html).not.toMatch(/<(h2|dl|table|blockquote|script|noscript|figure)/);
    expect(html).toContain('No update was made.');
  });

  it.each([
    [[...events, end], 'Completed at update 1.'],
    [[...events, { ...end, reason: 'interrupted' } as const], 'Interrupted at update 1.'],
    [[...events, end, ...events], 'The log stops at update 1:'],
  ])('says how far the run got', (events, outcome) => {
    expect(renderReport({ ...report, events })).toContain(outcome);
  });
});
