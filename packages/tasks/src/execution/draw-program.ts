import type { DrawInteger } from '../streams/draws.ts';
import { type Hardness, variableNames } from './hardness.ts';
import type { Expression, Program, Relation, Sign, Statement } from './program.ts';

/** Where an operation gets its parts from. */
interface Source {
  readonly draw: DrawInteger;
  /** Drawn anew for every number, as in the authors' code. */
  readonly length: () => number;
  /** The result of the operation before, until one takes it. */
  readonly results: Expression[];
  readonly unusedNames: string[];
}

/** What an operation comes to: lines before the last one, and the expression that stands for its result. */
interface Operation {
  readonly statements: readonly Statement[];
  readonly result: Expression;
}

/**
 * Draws a program: `nesting` operations, each uniformly one of six.
 *
 *     pair      (a+b)  (a-b)
 *     product   (a*k)  (k*a)                        k uniform on 1 to 4 length
 *     equality  a
 *     variable  v=a;  (v+b)  (v-b)
 *     loop      v=a   for x in range(k):v+=b  v     or -=; k as above
 *     choice    (a if b<c else d)                   or >
 *
 * An operation takes the result of the one before as one of its operands, at a random place; the others are literals,
 * uniform on 1 to 10^length. Variables v are a to j in random order.
 *
 * @param hardness - Asked once for the nesting, and for the length at every number.
 * @see Zaremba and Sutskever 2014, "Learning to execute", section 4, whose published code this follows.
 */
export function drawProgram(draw: DrawInteger, hardness: () => Hardness): Program {
  const source: Source = {
    draw,
    length: () => hardness().length,
    results: [],
    unusedNames: Array.from(variableNames),
  };
  const statements: Statement[] = [];
  const { nesting } = hardness();
  for (let n = 0; n < nesting; n++) {
    const operation = operations[draw(operations.length)]!(source);
    statements.push(...operation.statements);
    source.results.push(operation.result);
  }
  return { statements, result: source.results.pop()! };
}

const operations: readonly ((source: Source) => Operation)[] = [
  pair,
  product,
  equality,
  variable,
  loop,
  choice,
];

function pair(source: Source): Operation {
  const [left, right] = operands(source, 2);
  return { statements: [], result: { kind: 'sum', left: left!, sign: sign(source), right: right! } };
}

function product(source: Source): Operation {
  const value = operand(source);
  const factor: Expression = { kind: 'literal', value: smallNumber(source) };
  const [left, right] = source.draw(2) === 0 ? [value, factor] : [factor, value];
  return { statements: [], result: { kind: 'product', left, right } };
}

function equality(source: Source): Operation {
  return { statements: [], result: operand(source) };
}

function variable(source: Source): Operation {
  const name = unusedName(source);
  const [value, right] = operands(source, 2);
  return {
    statements: [{ kind: 'assignment', name, value: value! }],
    result: { kind: 'sum', left: { kind: 'variable', name }, sign: sign(source), right: right! },
  };
}

function loop(source: Source): Operation {
  const name = unusedName(source);
  const [value, step] = operands(source, 2);
  const times = smallNumber(source);
  return {
    statements: [{ kind: 'loop', name, value: value!, times, sign: sign(source), step: step! }],
    result: { kind: 'variable', name },
  };
}

function choice(source: Source): Operation {
  const [yes, left, right, no] = operands(source, 4);
  const relation: Relation = source.draw(2) === 0 ? '<' : '>';
  return {
    statements: [],
    result: { kind: 'choice', yes: yes!, left: left!, relation, right: right!, no: no! },
  };
}

/** The result of the operation before, or a literal. */
function operand({ draw, length, results }: Source): Expression {
  return results.pop() ?? { kind: 'literal', value: 1 + draw(10 ** length()) };
}

/** So many operands, the result of the operation before at a random place among them. */
function operands(source: Source, count: number): Expression[] {
  const first = source.draw(count);
  const earlier = operand(source);
  return Array.from({ length: count }, (_, place) => (place === first ? earlier : operand(source)));
}

function smallNumber({ draw, length }: Source): number {
  return 1 + draw(4 * length());
}

function sign({ draw }: Source): Sign {
  return draw(2) === 0 ? '+' : '-';
}

function unusedName({ draw, unusedNames }: Source): string {
  return unusedNames.splice(draw(unusedNames.length), 1)[0]!;
}
