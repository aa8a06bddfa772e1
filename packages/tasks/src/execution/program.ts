/** A program of whole numbers, as a tree: what is printed as Python and run. */
export interface Program {
  readonly statements: readonly Statement[];
  /** What the last line prints. */
  readonly result: Expression;
}

/** What gives a variable its value: `name=value;`, or `name=value#for x in range(times):name+=step`. */
export type Statement =
  | { readonly kind: 'assignment'; readonly name: string; readonly value: Expression }
  | {
      readonly kind: 'loop';
      readonly name: string;
      readonly value: Expression;
      readonly times: number;
      readonly sign: Sign;
      readonly step: Expression;
    };

/** What has a value. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'sum'; readonly left: Expression; readonly sign: Sign; readonly right: Expression }
  | { readonly kind: 'product'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'choice';
      readonly yes: Expression;
      readonly left: Expression;
      readonly relation: Relation;
      readonly right: Expression;
      readonly no: Expression;
    };

export type Sign = '+' | '-';
export type Relation = '<' | '>';
