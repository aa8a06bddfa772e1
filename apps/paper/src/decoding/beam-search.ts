/** A sequence of symbols that is being written. */
export interface Hypothesis<State> {
  /** What the model knows after the symbols before the last. */
  readonly state: State;
  /** The last symbol; undefined at the start. */
  readonly last: number | undefined;
}

/** What a model makes of one hypothesis. */
export interface Continuation<State> {
  readonly state: State;
  /** Log-probability of every symbol as the next one, in nats, [symbols]. */
  readonly logProbabilities: ArrayLike<number>;
}

/** What {@link beamSearch} searches. */
export interface BeamSearchOptions<State> {
  /** The state that each sequence to be written begins with. */
  readonly start: readonly State[];
  /** Reads the last symbols of hypotheses, at most `width` for each sequence, and gives their continuations in order. */
  step(hypotheses: readonly Hypothesis<State>[]): Promise<readonly Continuation<State>[]>;
  /** The symbol that ends a sequence. */
  readonly end: number;
  /** Hypotheses kept for a sequence; with 1 the search is greedy. */
  readonly width: number;
  /** Most symbols of a sequence, with its end. */
  readonly maxLength: number;
  /** A finished hypothesis of n symbols, with its end, scores `log P / n^lengthPenalty`; 0 is no normalisation. */
  readonly lengthPenalty: number;
}

/** A sequence that was found. */
export interface Found {
  /** Without the end symbol. */
  readonly symbols: readonly number[];
  /** log P of all its symbols, in nats. */
  readonly logProbability: number;
  /** What it was chosen by. */
  readonly score: number;
}

interface Partial<State> extends Hypothesis<State> {
  readonly symbols: readonly number[];
  readonly logProbability: number;
}

interface Search<State> {
  readonly live: readonly Partial<State>[];
  readonly finished: readonly Found[];
}

/**
 * Beam search, for many sequences at once. A hypothesis that ends leaves the beam, which is narrower from then on, as
 * in dl4mt-tutorial; those that never end are cut at `maxLength` and compared with the others.
 *
 * @returns The best sequence of each start.
 *
 * @example
 * ```ts
 * const coin = async (hypotheses) => hypotheses.map(() => ({ state: 0, logProbabilities: [-0.7, -0.7] }));
 * await beamSearch({ start: [0], step: coin, end: 1, width: 2, maxLength: 9, lengthPenalty: 0 });
 * // => [{ symbols: [], logProbability: -0.7, score: -0.7 }]
 * ```
 */
export async function beamSearch<State>(options: BeamSearchOptions<State>): Promise<Found[]> {
  const { start, step, maxLength } = options;
  let searches: Search<State>[] = start.map((state) => ({
    live: [{ state, last: undefined, symbols: [], logProbability: 0 }],
    finished: [],
  }));
  for (let length = 1; length <= maxLength; length++) {
    const hypotheses = searches.flatMap(({ live }) => live);
    if (hypotheses.length === 0) break;
    const continuations = [...(await step(hypotheses))];
    searches = searches.map((search) =>
      extend(search, continuations.splice(0, search.live.length), length, options),
    );
  }
  return searches.map(best);
}

/** All hypotheses of one sequence by one symbol. */
function extend<State>(
  { live, finished }: Search<State>,
  continuations: readonly Continuation<State>[],
  length: number,
  { width, end, maxLength, lengthPenalty }: BeamSearchOptions<State>,
): Search<State> {
  const next = { live: [] as Partial<State>[], finished: [...finished] };
  for (const { from, symbol, logProbability } of mostLikely(live, continuations, width - finished.length)) {
    const symbols = symbol === end ? live[from]!.symbols : [...live[from]!.symbols, symbol];
    if (symbol === end || length === maxLength)
      next.finished.push({ symbols, logProbability, score: logProbability / length ** lengthPenalty });
    else next.live.push({ state: continuations[from]!.state, last: symbol, symbols, logProbability });
  }
  return next;
}

interface Candidate {
  /** Which hypothesis it continues. */
  readonly from: number;
  readonly symbol: number;
  readonly logProbability: number;
}

/** The `count` most likely continuations, best first; of equal ones those that come first. */
function mostLikely<State>(
  live: readonly Partial<State>[],
  continuations: readonly Continuation<State>[],
  count: number,
): Candidate[] {
  const kept: Candidate[] = [];
  continuations.forEach(({ logProbabilities }, from) => {
    const before = live[from]!.logProbability;
    for (let symbol = 0; symbol < logProbabilities.length; symbol++) {
      const logProbability = before + logProbabilities[symbol]!;
      if (kept.length === count && !(logProbability > kept.at(-1)!.logProbability)) continue;
      const after = kept.findIndex((each) => each.logProbability < logProbability);
      kept.splice(after === -1 ? kept.length : after, 0, { from, symbol, logProbability });
      if (kept.length > count) kept.pop();
    }
  });
  return kept;
}

function best<State>({ finished }: Search<State>): Found {
  return finished.reduce((winner, each) => (each.score > winner.score ? each : winner));
}
