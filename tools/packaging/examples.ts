/** The `js` blocks of a README, each a program of its own; throws if there is none. */
export function examples(markdown: string): string[] {
  const found = [...markdown.matchAll(/^```js\n(.*?)^```$/gms)].map(([, example]) => example!);
  if (found.length === 0) throw new Error('The README has no ```js block.');
  return found;
}
