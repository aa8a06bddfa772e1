/** A chart over updates; plain JSON. */
export interface Chart {
  readonly title: string;
  /** Label of the vertical axis, with its unit. */
  readonly axis: string;
  readonly scale: 'linear' | 'log';
  /** Whether it takes the width of two charts, where there is room. */
  readonly wide: boolean;
  /** What the vertical axis spans; without it, what the lines span. */
  readonly range?: readonly [low: number, high: number];
  /** Label of a second vertical axis that shows exp of the first. */
  readonly expAxis?: string;
  /** Horizontal positions, ascending. */
  readonly updates: readonly number[];
  readonly lines: readonly Line[];
  /** Areas behind the lines. */
  readonly bands?: readonly Band[];
}

/** One value for each of a chart's updates, null where there is none. */
export interface Line {
  readonly label: string;
  readonly style: 'line' | 'faint' | 'bold' | 'points';
  /** Lines of one chart differ in it; equal colors in different charts mean the same thing. */
  readonly color: number;
  readonly values: readonly (number | null)[];
}

/** The area between two edges, which follows a line: it has its color and is hidden with it. */
export interface Band {
  /** Number of the line in the chart's `lines`. */
  readonly line: number;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}
