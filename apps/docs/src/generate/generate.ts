import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { wholeReport } from 'paper/report';
import { generated, parts, publicFiles } from '../folders.ts';
import { planDot } from '../plan/dot.ts';
import { drawDot } from '../plan/draw.ts';
import { explainLstm, lstmPlan } from '../plan/lstm-plan.ts';
import { writeApi } from './api.ts';
import { heroSvg } from './hero.ts';
import { reportPage } from './report-page.ts';
import { renderRepositoryPages } from './repository-pages.ts';

/** Where the report with curves is on the site. */
const reportFile = 'paper-report.html';

/** Writes everything on the site that is made from the repository: its texts, docstrings, results and the plan of an LSTM. */
export async function generate(): Promise<void> {
  await rm(generated, { recursive: true, force: true });
  await writeApi();
  for (const [page, markdown] of renderRepositoryPages())
    await write(join(generated, `${page}.md`), markdown);

  await write(join(publicFiles, 'noise.svg'), heroSvg());

  const { html, markdown } = wholeReport('paper');
  await write(join(publicFiles, reportFile), html);
  await write(join(generated, 'paper.md'), reportPage(markdown, reportFile));

  await tf.setBackend('cpu');
  const plan = lstmPlan();
  for (const direction of ['forward', 'backward'] as const) {
    const label = `The ${direction} run of an LSTM: what is read and written by each instruction of its plan. The text below says the same.`;
    const svg = await drawDot(planDot(plan, direction), label);
    await write(
      join(parts, `lstm-${direction}.md`),
      `<div class="plan" tabindex="0" role="group" aria-label="Plan, ${direction}">${svg}</div>\n`,
    );
  }
  for (const [name, text] of Object.entries(explainLstm())) {
    await write(join(parts, `lstm-${name}.md`), `\`\`\`text\n${text}\n\`\`\`\n`);
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
