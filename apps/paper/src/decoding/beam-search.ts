/** A model that goes on from what it has said, many sequences at once, a row each. */
export interface Decoder<State> {
  /**
   * Says the next word of each row.
   *
   * @param from - Row of the state that each row goes on from.
   * @param words - The word before the one that is asked for.
   * @returns Log probabilities [rows, vocabulary] of the next word.
   */
  step(
    state: State,
    from: Int32Array,
    words: Int32Array,
  ): Promise<{ readonly logProbs: Float32Array; readonly state: State }>;
}

/** How {@link beamSearch} looks. */
export interface BeamOptions {
  /** Sequences to find. */
  readonly sequences: number;
  /** Beginnings of a sequence that are kept after every word. */
  readonly width: number;
  /** Most words of a sequence. */
  readonly maxLength: number;
  /** Id of the word that ends a sequence; also what is before the first word. */
  readonly end: number;
  /** Log probabilities of whole sequences are divided by their length to this power: 0 prefers short ones, 1 long ones. */
  readonly lengthPower: number;
  /** Ids that are never said. */
  readonly never: readonly number[];
}

interface Hypothesis {
  readonly words: readonly number[];
  /** Log probability of all words. */
  readonly score: number;
  /** Its row of the last step. */
  readonly row: number;
}

/**
 * Beam search for the sequences y with the highest `log P(y) / |y|^lengthPower`, the end counted as a word.
 *
 * All sequences are looked for at once in `sequences * width` rows, as many at every step. Sequence s has the rows from
 * `s * width` on. A beginning that ends leaves the beam, which is the narrower for it.
 *
 * @param start - State before the first word, with all rows.
 * @returns Words of each sequence, without the end, and the last state.
 */
export async function beamSearch<State>(
  decoder: Decoder<State>,
  start: State,
  options: BeamOptions,
): Promise<{ readonly sentences: number[][]; readonly state: State }> {
  const { sequences, width, maxLength, end, lengthPower } = options;
  const rows = sequences * width;
  let beams = Array.from({ length: sequences }, (_, s): Hypothesis[] => [
    { words: [], score: 0, row: s * width },
  ]);
  const ended = beams.map((): Hypothesis[] => []);
  let state = start;
  for (let length = 0; length < maxLength && beams.some((beam) => beam.length > 0); length++) {
    const from = Int32Array.from({ length: rows }, (_, row) => row);
    const words = new Int32Array(rows).fill(end);
    beams.forEach((beam, s) =>
      beam.forEach((hypothesis, b) => {
        from[s * width + b] = hypothesis.row;
        words[s * width + b] = hypothesis.words.at(-1) ?? end;
      }),
    );
    const next = await decoder.step(state, from, words);
    state = next.state;
    beams = beams.map((beam, s) => {
      const placed = beam.map((hypothesis, b) => ({ ...hypothesis, row: s * width + b }));
      const best = continuations(placed, next.logProbs, next.logProbs.length / rows, options).slice(
        0,
        width - ended[s]!.length,
      );
      ended[s]!.push(...best.filter(({ words: said }) => said.at(-1) === end));
      return best.filter(({ words: said }) => said.at(-1) !== end);
    });
  }
  const sentences = ended.map((all, s) => {
    const [best] = [...all, ...beams[s]!].toSorted((a, b) => rank(b, lengthPower) - rank(a, lengthPower));
    return best!.words.filter((word) => word !== end);
  });
  return { sentences, state };
}

/** The likeliest ways to go on by one word, best first. */
function continuations(
  beam: readonly Hypothesis[],
  logProbs: Float32Array,
  vocabulary: number,
  { width, never }: BeamOptions,
): Hypothesis[] {
  return beam
    .flatMap(({ words, score, row }) => {
      const own = logProbs.slice(row * vocabulary, (row + 1) * vocabulary);
      for (const word of never) own[word] = -Infinity;
      return largest(own, width).map((word) => ({ words: [...words, word], score: score + own[word]!, row }));
    })
    .toSorted((a, b) => b.score - a.score);
}

/** Indices of the largest values, largest first. */
function largest(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (best.length === count && values[i]! <= values[best.at(-1)!]!) continue;
    const place = best.findIndex((each) => values[i]! > values[each]!);
    best.splice(place < 0 ? best.length : place, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** What a whole sequence is chosen by. */
function rank({ words, score }: Hypothesis, lengthPower: number): number {
  return score / words.length ** lengthPower;
}
