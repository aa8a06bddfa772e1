/** Two symbols side by side. */
export type Pair = readonly [left: string, right: string];

/** What the last symbol of a word ends in. */
export const wordEnd = '</w>';

/** The characters of a word, the last one with {@link wordEnd}. */
export function symbolsOf(word: string): string[] {
  const characters = Array.from(word);
  return [...characters.slice(0, -1), characters.at(-1)! + wordEnd];
}

/** The symbols with every such pair as one symbol, from the left. */
export function mergePair(symbols: readonly string[], [left, right]: Pair): string[] {
  const merged: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      merged.push(left + right);
      i++;
    } else {
      merged.push(symbols[i]!);
    }
  }
  return merged;
}
