/** A program in a page of Markdown. */
export interface Example {
  readonly code: string;
  /** What the page says that it prints, if it does. */
  readonly prints: string | undefined;
}

/** The `js` blocks of a page, each a program of its own. A `text` block right after one is what it prints. */
export function examples(markdown: string): Example[] {
  return [...markdown.matchAll(/^```js\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms)].map(
    ([, code, prints]) => ({ code: code!, prints }),
  );
}
