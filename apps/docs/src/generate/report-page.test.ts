import { describe, expect, it } from 'vitest';
import { reportPage } from './report-page.ts';

describe('reportPage', () => {
  const page = reportPage('# Report\n\nAbout <unk>, not `<eos>`.\n', 'report.html');

  it('has the link to the page with curves below the title', () => {
    expect(page).toMatch(/# Report\n\n<a href="\.\/report\.html".*\n\nAbout /);
  });

  it('shows what looks like a tag', () => {
    expect(page).toContain('About &lt;unk>, not `<eos>`.');
  });
});
