import { describe, expect, it } from 'vitest';
import { reportPage } from './report-page.ts';

describe('reportPage', () => {
  it('puts the link below the title, and shows what looks like a tag', () => {
    const page = reportPage('# Report\n\nAbout <unk>, not `<eos>`.\n', 'report.html');
    expect(page).toMatch(
      /# Report

<a href="\.\/report\.html".*

About &lt;unk>, not `<eos>`\.
$/,
    );
  });
});
