import type { Expression, Program, Sign, Statement } from './program.ts';

/** The values of the variables so far. */
type Variables = Map<string, number>;

/** What a program prints: exact while every value is a safe integer. */
export function runProgram({ statements, result }: Program): number {
  const variables: Variables = new Map();
  for (const statement of statements) execute(statement, variables);
  return valueOf(result, variables);
}

function execute(statement: Statement, variables: Variables): void {
  const { name } = statement;
  variables.set(name, valueOf(statement.value, variables));
  if (statement.kind === 'assignment') return;
  for (let x = 0; x < statement.times; x++) {
    const step = valueOf(statement.step, variables);
    variables.set(name, added(variables.get(name)!, statement.sign, step));
  }
}

function valueOf(expression: Expression, variables: Variables): number {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'variable') return variables.get(expression.name)!;
  const left = valueOf(expression.left, variables);
  const right = valueOf(expression.right, variables);
  if (expression.kind === 'sum') return added(left, expression.sign, right);
  if (expression.kind === 'product') return left * right;
  const holds = expression.relation === '<' ? left < right : left > right;
  return valueOf(holds ? expression.yes : expression.no, variables);
}

function added(left: number, sign: Sign, right: number): number {
  return sign === '+' ? left + right : left - right;
}
