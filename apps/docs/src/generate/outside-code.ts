/** Changes the Markdown that is neither between fences nor between backticks. */
export function outsideCode(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(/(^```.*?^```$|`[^`\n]+`)/ms)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('');
}
