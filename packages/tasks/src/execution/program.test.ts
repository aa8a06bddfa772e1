import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from '../testing/chi-square.ts';
import { drawnIntegers } from '../streams/draws.ts';
import { drawProgram } from './draw-program.ts';
import { type Hardness, largestValue } from './hardness.ts';
import type { Expression, Program } from './program.ts';
import { runProgram } from './run-program.ts';
import { writeProgram } from './write-program.ts';

const literal = (value: number): Expression => ({ kind: 'literal', value });
const a: Expression = { kind: 'variable', name: 'a' };

/** Programs of one hardness, from streams 0 on. */
function drawn(count: number, hardness: Hardness, key: [number, number] = [7, 0]): Program[] {
  return Array.from({ length: count }, (_, m) => drawProgram(drawnIntegers(key, m), () => hardness));
}

/** What one process of Python prints for each program; undefined where there is no Python. */
function pythonAnswers(codes: readonly string[]): string[] | undefined {
  const script = [
    'import json, sys',
    'answers = []',
    'for code in json.load(sys.stdin):',
    '    exec(code, {"print": lambda value: answers.append(str(value)), "range": range})',
    'print(json.dumps(answers))',
  ].join('\n');
  const input = JSON.stringify(codes.map((code) => code.slice(0, -1).replaceAll('#', '\n')));
  const { status, stdout } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as string[]) : undefined;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('a program', () => {
  it.each<[string, number, Program]>([
    ['print(42)@', 42, { statements: [], result: literal(42) }],
    [
      'a=5;#print((a-(3*4)))@',
      -7,
      {
        statements: [{ kind: 'assignment', name: 'a', value: literal(5) }],
        result: {
          kind: 'sum',
          left: a,
          sign: '-',
          right: { kind: 'product', left: literal(3), right: literal(4) },
        },
      },
    ],
    [
      'a=5#for x in range(3):a-=(1+1)#print(a)@',
      -1,
      {
        statements: [
          {
            kind: 'loop',
            name: 'a',
            value: literal(5),
            times: 3,
            sign: '-',
            step: { kind: 'sum', left: literal(1), sign: '+', right: literal(1) },
          },
        ],
        result: a,
      },
    ],
    [
      'print((1 if 4<4 else 2))@',
      2,
      {
        statements: [],
        result: {
          kind: 'choice',
          yes: literal(1),
          left: literal(4),
          relation: '<',
          right: literal(4),
          no: literal(2),
        },
      },
    ],
    [
      'print((1 if 4>3 else 2))@',
      1,
      {
        statements: [],
        result: {
          kind: 'choice',
          yes: literal(1),
          left: literal(4),
          relation: '>',
          right: literal(3),
          no: literal(2),
        },
      },
    ],
  ])('is written as %s and gives %i', (text, value, program) => {
    expect(writeProgram(program)).toBe(text);
    expect(runProgram(program)).toBe(value);
  });

  it.runIf(hasPython)('prints in Python what it gives here', () => {
    const programs = (
      [
        [1, 1],
        [2, 2],
        [4, 2],
        [6, 3],
        [1, 10],
        [13, 1],
      ] as const
    ).flatMap(([length, nesting]) => drawn(150, { length, nesting }));
    const answers = pythonAnswers(programs.map(writeProgram));
    expect(answers).toEqual(programs.map((program) => String(runProgram(program))));
    expect(new Set(answers).size).toBeGreaterThan(500);
  });
});

describe('drawProgram', () => {
  const hardnesses = fc
    .record({ length: fc.integer({ min: 1, max: 6 }), nesting: fc.integer({ min: 1, max: 10 }) })
    .filter((hardness) => largestValue(hardness) <= Number.MAX_SAFE_INTEGER);

  it('keeps to the length, the nesting and the largest value', () => {
    fc.assert(
      fc.property(hardnesses, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (hardness, seed) => {
        for (const program of drawn(20, hardness, [seed, 0])) {
          const code = writeProgram(program);
          const numbers = code.match(/\d+/g) ?? [];
          for (const each of numbers) {
            expect(Number(each)).toBeGreaterThanOrEqual(1);
            expect(Number(each)).toBeLessThanOrEqual(10 ** hardness.length);
          }
          const factors = code.match(/(?<=range\()\d+/g) ?? [];
          for (const each of factors) expect(Number(each)).toBeLessThanOrEqual(4 * hardness.length);
          // Every operation but an equality opens one parenthesis; `print` opens another.
          expect(code.split('(').length - 2).toBeLessThanOrEqual(hardness.nesting);
          const assigned = program.statements.map(({ name }) => name);
          expect(new Set(assigned).size).toBe(assigned.length);
          expect(Math.abs(runProgram(program))).toBeLessThanOrEqual(largestValue(hardness));
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('makes each kind of operation equally often, with both signs, orders and relations', () => {
    const codes = drawn(6000, { length: 2, nesting: 1 }).map(writeProgram);
    const forms: readonly RegExp[] = [
      /^print\(\(\d+\+\d+\)\)@$/,
      /^print\(\(\d+-\d+\)\)@$/,
      /^print\(\(\d+\*\d+\)\)@$/,
      /^print\(\d+\)@$/,
      /^([a-j])=\d+;#print\(\(\1\+\d+\)\)@$/,
      /^([a-j])=\d+;#print\(\(\1-\d+\)\)@$/,
      /^([a-j])=\d+#for x in range\([1-8]\):\1\+=\d+#print\(\1\)@$/,
      /^([a-j])=\d+#for x in range\([1-8]\):\1-=\d+#print\(\1\)@$/,
      /^print\(\(\d+ if \d+<\d+ else \d+\)\)@$/,
      /^print\(\(\d+ if \d+>\d+ else \d+\)\)@$/,
    ];
    const expected = [500, 500, 1000, 1000, 500, 500, 500, 500, 500, 500];
    const counts = histogram(
      codes.map((code) => forms.findIndex((form) => form.test(code))),
      forms.length,
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(6000);
    // Five standard deviations of a binomial.
    counts.forEach((count, i) =>
      expect(Math.abs(count - expected[i]!)).toBeLessThan(5 * Math.sqrt(expected[i]!)),
    );
    const small = codes.flatMap((code) => code.match(/(?<=\(\()\d+(?=\*)/) ?? []).map(Number);
    expect(small.filter((each) => each > 8).length).toBeGreaterThan(300);
    expect(small.filter((each) => each <= 8).length).toBeGreaterThan(300);
  });

  it('passes each result on to the next operation, in any of its places', () => {
    const codes = drawn(3000, { length: 1, nesting: 2 }).map(writeProgram);
    const choices = codes.filter(
      (code) => /^print\(\(.* if .* else .*\)\)@$/.test(code) && code.includes('+'),
    );
    for (const place of [/\(\(\d\+\d\) if/, /if \(\d\+\d\)[<>]/, /[<>]\(\d\+\d\) else/, /else \(\d\+\d\)/]) {
      expect(choices.filter((code) => place.test(code)).length).toBeGreaterThan(5);
    }
    // A variable that is assigned is read later.
    for (const code of codes) {
      for (const [, name] of code.matchAll(/([a-j])=\d/g)) {
        expect(code.split(name!).length).toBeGreaterThan(2);
      }
    }
  });

  it('asks for the length at every number', () => {
    let asked = 0;
    const codes = Array.from({ length: 300 }, (_, m) =>
      writeProgram(
        drawProgram(drawnIntegers([1, 0], m), () => ({ length: 1 + 5 * (asked++ % 2), nesting: 1 })),
      ),
    );
    const pairs = codes.flatMap((code) => code.match(/^print\(\((\d+)[+-](\d+)\)\)@$/)?.slice(1, 3) ?? []);
    expect(pairs.filter((each) => each.length > 2).length).toBeGreaterThan(10);
    expect(pairs.filter((each) => each.length <= 2).length).toBeGreaterThan(10);
  });
});
