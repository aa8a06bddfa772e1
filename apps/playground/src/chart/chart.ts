/** A chart of lines over one horizontal axis; plain data. */
export interface Chart {
  readonly title: string;
  /** Labels of the horizontal and the vertical axis. */
  readonly across: string;
  readonly up: string;
  /** Horizontal positions, ascending. */
  readonly xs: readonly number[];
  /** What the axes span; without it, what the lines span. */
  readonly acrossRange?: readonly [low: number, high: number];
  readonly upRange?: readonly [low: number, high: number];
  readonly lines: readonly Line[];
  /** Areas behind the lines. */
  readonly bands?: readonly Band[];
  /** Parts of the horizontal axis that are shaded, and what that means. */
  readonly shaded?: {
    readonly label: string;
    readonly parts: readonly (readonly [from: number, to: number])[];
  };
  /** Whether positions are counts: there is no half an update. */
  readonly wholeAcross?: boolean;
  /** Where a vertical line stands. */
  readonly mark?: number;
  /** What is to be seen, for those who cannot see it. */
  readonly inWords: string;
}

/** One value for each of a chart's positions, null where there is none. */
export interface Line {
  readonly label: string;
  readonly style: 'line' | 'bold' | 'dashed' | 'dots';
  /** A color of the page: `--line-0` to `--line-5`, or `--muted`. */
  readonly color: `--line-${0 | 1 | 2 | 3 | 4 | 5}` | '--muted';
  readonly values: readonly (number | null)[];
}

/** The area between two edges; it has the color of a line and is hidden with it. */
interface Band {
  /** Number of the line in the chart's `lines`. */
  readonly line: number;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** As a number stands in a chart: four significant digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
