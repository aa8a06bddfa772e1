/** Two files, the second one the translation of the first. */
export interface LanguagePair {
  readonly source: string;
  readonly target: string;
  readonly files: readonly [source: string, target: string];
}

/** The language that is translated, and the one that is preferred where there are several to translate into. */
const [source, preferred] = ['en', 'fr'] as const;

/**
 * The two files that begin so, `train.en` and `train.fr`, also `train.lc.norm.tok.en.gz`: English, and French or the one
 * other language that there is. Undefined where there is no such pair.
 *
 * @param names - Names of files; of several of one language the first is taken.
 */
export function pairIn(names: readonly string[], beginning: string): LanguagePair | undefined {
  const files = new Map<string, string>();
  for (const name of names) {
    const language = /\.([a-z]{2})(?:\.gz)?$/.exec(name)?.[1];
    if (language !== undefined && name.startsWith(`${beginning}.`) && !files.has(language))
      files.set(language, name);
  }
  const others = [...files.keys()].filter((language) => language !== source);
  const target = others.includes(preferred) || others.length > 1 ? preferred : others[0];
  const [first, second] = [files.get(source), files.get(target ?? '')];
  if (first === undefined || second === undefined || target === undefined) return undefined;
  return { source, target, files: [first, second] };
}
