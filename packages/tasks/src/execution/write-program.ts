import type { Expression, Program, Statement } from './program.ts';

/**
 * A program in one line of text: its lines of Python with `#` between them and `@` at the end.
 *
 *     a=51#for x in range(3):a+=(7*2)#print(a)@
 */
export function writeProgram({ statements, result }: Program): string {
  return `${statements.map((each) => `${writeStatement(each)}#`).join('')}print(${writeExpression(result)})@`;
}

function writeStatement(statement: Statement): string {
  const { name } = statement;
  const start = `${name}=${writeExpression(statement.value)}`;
  if (statement.kind === 'assignment') return `${start};`;
  const { times, sign, step } = statement;
  return `${start}#for x in range(${times}):${name}${sign}=${writeExpression(step)}`;
}

function writeExpression(expression: Expression): string {
  if (expression.kind === 'literal') return String(expression.value);
  if (expression.kind === 'variable') return expression.name;
  const [left, right] = [writeExpression(expression.left), writeExpression(expression.right)];
  if (expression.kind === 'sum') return `(${left}${expression.sign}${right})`;
  if (expression.kind === 'product') return `(${left}*${right})`;
  const { yes, relation, no } = expression;
  return `(${writeExpression(yes)} if ${left}${relation}${right} else ${writeExpression(no)})`;
}
