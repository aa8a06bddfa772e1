/** A picture that a run leaves in its results file, as numbers. */
export type Picture = HeatMap | Scatter | CaptionedPicture;

/** A matrix of shares from 0 to 1, for example where a memory was read at each step. */
export interface HeatMap {
  readonly kind: 'heat-map';
  readonly title: string;
  /** Labels of the horizontal and the vertical axis. */
  readonly across: string;
  readonly down: string;
  /** One array for each row, all of one length; two decimals are enough. */
  readonly rows: readonly (readonly number[])[];
}

/** Points in a plane, in a color for each series, for example what each layer of a network answers to its inputs. */
export interface Scatter {
  readonly kind: 'scatter';
  readonly title: string;
  /** Labels of the horizontal and the vertical axis. */
  readonly across: string;
  readonly up: string;
  /** At least one point in all; three significant digits are enough. */
  readonly series: readonly ScatterSeries[];
}

/** The points of one color. */
interface ScatterSeries {
  readonly label: string;
  readonly points: readonly (readonly [across: number, up: number])[];
}

/** A small picture and what was said of it. */
export interface CaptionedPicture {
  readonly kind: 'captioned-picture';
  readonly title: string;
  /** One text for each row, all of one length: three hexadecimal digits for each pixel, red, green and blue. */
  readonly rows: readonly string[];
  /** What was said of it. */
  readonly caption: string;
  /** What is right, in one or several ways. */
  readonly references: readonly string[];
}
