import { existsSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, openWorkplace, type Workplace } from './testing/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.close());

/** The events of a run that do not depend on when it was stopped. */
async function learningEvents(name: string): Promise<unknown[]> {
  const lines = (await readFile(place.path(join(name, 'events.jsonl')), 'utf8')).trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { type: string; time: string });
  return events
    .filter(({ type }) => ['update', 'diagnostics', 'epoch', 'validation'].includes(type))
    .map((event) => ({ ...event, time: undefined }));
}

describe('help', () => {
  it.each([
    [[], ['npm run train|evaluate|sample', 'npm run <command> -- --help']],
    [['train'], ['npm run train -- [OPTIONS]', '--preset', '--arm', '--resume', 'ptb-small', 'nanis']],
    [['evaluate'], ['--data', 'RUN']],
    [['sample'], ['--prompt', '--temperature', 'RUN']],
  ])('of %s names what there is', async (args, names) => {
    const { code, out, err } = await place.run([...args, '--help']);
    expect(code).toBe(0);
    for (const name of names) expect(out + err).toContain(name);
  });
});

describe('a run', () => {
  const name = 'whole';
  const length = ['--max-updates', '18', '--checkpoint-every', '5'];
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await place.run(place.train(name, ...length));
  });

  it('prints perplexities and a paragraph and leaves checkpoint, events and report', async () => {
    expect(outcome.err).toContain('18 updates');
    expect(outcome.code).toBe(0);
    const perplexity = Number(/validation perplexity ([\d.]+)/.exec(outcome.out)?.[1]);
    expect(perplexity).toBeGreaterThan(1);
    expect(perplexity).toBeLessThan(15);
    expect(outcome.out).toMatch(/the (wheel|mill|water|brook)/);
    expect(await readdir(place.path(name))).toEqual(
      expect.arrayContaining(['checkpoint.safetensors', 'events.jsonl', 'report.html']),
    );
    const report = await readFile(place.path(join(name, 'report.html')), 'utf8');
    expect(report).toContain('<dt>validation perplexity</dt>');
    expect(report).toContain('<h1>Noisy LSTM (NAH) on rhyme</h1>');
    expect(report).toContain('f forget gate');
  });

  it('is evaluated to the same perplexities', async () => {
    const { code, out } = await place.run(['evaluate', place.path(name)]);
    const [validation, test] = [...out.matchAll(/perplexity ([\d.]+)/g)].map(([, value]) =>
      Number(value).toFixed(1),
    );
    expect(code).toBe(0);
    expect(outcome.out).toContain(`validation perplexity ${validation}`);
    expect(outcome.out).toContain(`test perplexity ${test}`);
  });

  it('works on characters too, and then gives bits per character', async () => {
    const whole = await place.run(place.train('characters', '--level', 'character', '--max-updates', '2'));
    expect(whole.code).toBe(0);
    const { out } = await place.run(['evaluate', place.path('characters')]);
    const [, perplexity, bits] = /perplexity ([\d.]+) {2}([\d.]+) bits/.exec(out)!;
    expect(2 ** Number(bits)).toBeCloseTo(Number(perplexity), 1);
  });

  it('is told that it is complete when it is resumed, and left as it is; more updates make it go on', async () => {
    await cp(place.path(name), place.path('complete'), { recursive: true });
    const { code, out } = await place.run(['train', '--resume', place.path('complete')]);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('already complete, after 18 up'),
    });
    for (const file of await readdir(place.path(name))) {
      expect(await readFile(place.path(join('complete', file)))).toEqual(
        await readFile(place.path(join(name, file))),
      );
    }
    const longer = await place.run(['train', '--resume', place.path('complete'), '--max-updates', '19']);
    expect(longer.err).toContain('19 updates');
    expect(await readFile(place.path('complete/report.html'), 'utf8')).toContain('Completed at update 19.');
  });

  it('plans the learning rate for the epochs it was started with', async () => {
    const rates = (await learningEvents(name)).flatMap(
      (event) => (event as { learningRate?: number }).learningRate ?? [],
    );
    const perEpoch = Number(
      /updates an epoch<\/th><td>(\d+)/.exec(await readFile(place.path(`${name}/report.html`), 'utf8'))![1],
    );
    expect(rates).toHaveLength(18);
    expect(rates[17]).toBeCloseTo(0.003 + (0.000_15 - 0.003) * (17 / perEpoch), 12);
  });

  it('is heard while it trains without checkpoints, and its folder can have any name', async () => {
    const odd = "it's mine";
    const args = place.train(odd, '--checkpoint-every', '100000', '--epochs', '100');
    const { code, out, err } = await place.run(args, place.endAt(odd, '"update":12,', 'SIGINT'));
    expect(code).toBe(130);
    expect(err).toContain('Stopping after this update');
    expect(Number(/Saved after update (\d+)/.exec(out)?.[1])).toBeLessThan(40);
    expect(out).toContain(`--resume '${place.path(String.raw`it'\''s mine`)}'`);
  });

  it('can be ended at once while it reports, and then reports when it is resumed', async () => {
    const slow = place.train('reporting', '--level', 'character', '--max-updates', '1');
    expect((await place.run(slow, place.endAt('reporting', '"type":"end"', 'SIGINT'))).code).toBeNull();
    expect(existsSync(place.path('reporting/report.html'))).toBe(false);
    const { code, out } = await place.run(['train', '--resume', place.path('reporting')]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('validation perplexity') });
    expect(existsSync(place.path('reporting/report.html'))).toBe(true);
  });

  it('can have a seed of more than 32 bits, as a sample can', async () => {
    const seed = ['--seed', `${2 ** 32 + 1}`];
    const { code, out, err } = await place.run(place.train('seed', '--max-updates', '1', ...seed));
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('1 update, in') });
    expect(out).toContain('Report:');
    expect((await place.run(['sample', place.path('seed'), '--length', '3', ...seed])).code).toBe(0);
  });

  it('names the words of a prompt that the model does not know', async () => {
    const { code, out, err } = await place.run([
      'sample',
      place.path(name),
      '--prompt',
      'the Zebra of Rome',
      '--length',
      '3',
    ]);
    expect(code).toBe(0);
    expect(err).toBe('Not in the vocabulary of the model, which reads <unk> instead: "zebra", "rome".\n');
    expect(out).toMatch(/^the <unk> of <unk> /);
  });

  it('samples text that begins with the prompt, equal for equal seeds', async () => {
    const args = ['sample', place.path(name), '--prompt', 'the water of', '--length', '12'];
    const [one, same, other] = await Promise.all([
      place.run(args),
      place.run(args),
      place.run([...args, '--seed', '2', '--temperature', '5']),
    ]);
    expect(one.out).toMatch(/^the water of /);
    expect(same.out).toBe(one.out);
    expect(other.out).not.toBe(one.out);
  });

  it('ends with the same numbers after kill -9 and a resume', async () => {
    const killed = await place.run(
      place.train('killed', ...length),
      place.endAt('killed', '"update":8,', 'SIGKILL'),
    );
    expect(killed.code).toBeNull();
    const resumed = await place.run(['train', '--resume', place.path('killed')]);
    expect(resumed.code).toBe(0);
    expect(resumed.out.split('\n').slice(0, 2)).toEqual(outcome.out.split('\n').slice(0, 2));
    expect(await readFile(place.checkpoint('killed'))).toEqual(await readFile(place.checkpoint(name)));
    expect(await learningEvents('killed')).toEqual(await learningEvents(name));
  });

  it.each([
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('saves on %s, exits with %i, and goes on with the same numbers', async (signal, code) => {
    const stopped = await place.run(
      place.train(signal, ...length),
      place.endAt(signal, '"update":7,', signal),
    );
    expect(stopped.code).toBe(code);
    expect(stopped.out).toMatch(/Saved after update \d+\. Go on with: npm run train -- --resume /);
    const resumed = await place.run(['train', '--resume', place.path(signal)]);
    expect(resumed.code).toBe(0);
    expect(await readFile(place.checkpoint(signal))).toEqual(await readFile(place.checkpoint(name)));
    expect(await learningEvents(signal)).toEqual(await learningEvents(name));
  });
});
