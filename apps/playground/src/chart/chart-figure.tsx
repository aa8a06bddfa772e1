import { useEffect, useRef, useState } from 'preact/hooks';
import { useUniqueId } from '../controls/use-unique-id.ts';
import { useColorChange } from '../shell/use-color-change.ts';
import { type Chart, type Line, short } from './chart.ts';
import { drawChart, type DrawnChart } from './draw-chart.ts';

/** A chart with its title and a key, in which lines can be hidden and values at the cursor be read. */
export function ChartFigure({ chart }: { readonly chart: Chart }) {
  const id = useUniqueId();
  const [cursor, setCursor] = useState<number | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const toggle = (line: number): void => {
    const others = [...hidden].filter((each) => each !== line);
    setHidden(new Set(hidden.has(line) ? others : [...others, line]));
  };
  return (
    <figure class="chart" aria-labelledby={id}>
      <h3 id={id}>{chart.title}</h3>
      <Plot key={structureOf(chart)} chart={chart} hidden={hidden} onCursor={setCursor} />
      <Key chart={chart} hidden={hidden} cursor={cursor} onToggle={toggle} />
    </figure>
  );
}

interface PlotProps {
  readonly chart: Chart;
  readonly hidden: ReadonlySet<number>;
  readonly onCursor: (position: number | null) => void;
}

function Plot({ chart, hidden, onCursor }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart>(undefined);
  const colors = useColorChange();
  useEffect(() => {
    drawn.current = drawChart(place.current!, chart, onCursor);
    return () => drawn.current?.end();
  }, []);
  useEffect(() => drawn.current?.update(chart, hidden), [chart, hidden, colors]);
  const follow = (event: KeyboardEvent): void => {
    if (drawn.current?.moveCursor(event.key)) event.preventDefault();
  };
  const words = `${chart.inWords} Arrow keys move the cursor.`;
  return (
    <div class="plot-frame">
      <div class="plot" ref={place} role="img" tabIndex={0} aria-label={words} onKeyDown={follow} />
      {chart.xs.length === 0 && <p>Nothing to draw yet.</p>}
    </div>
  );
}

interface KeyProps {
  readonly chart: Chart;
  readonly hidden: ReadonlySet<number>;
  readonly cursor: number | null;
  readonly onToggle: (line: number) => void;
}

/** Names of the lines, with their values at the cursor. */
function Key({ chart: { xs, lines, across, shaded }, hidden, cursor, onToggle }: KeyProps) {
  const x = cursor === null ? undefined : xs[cursor];
  return (
    <figcaption class="key">
      <ul>
        {lines.map((line, i) => (
          <li key={line.label}>
            <button type="button" aria-pressed={!hidden.has(i)} onClick={() => onToggle(i)}>
              <Swatch line={line} />
              {line.label}
            </button>
            {cursor !== null && <output>{valueAt(line, cursor)}</output>}
          </li>
        ))}
        {shaded && (
          <li>
            <span class="swatch shade" />
            {shaded.label}
          </li>
        )}
      </ul>
      {x !== undefined && (
        <span class="muted">
          at {across} {short(x)}
        </span>
      )}
    </figcaption>
  );
}

function Swatch({ line: { style, color } }: { readonly line: Line }) {
  return <span class={`swatch ${style}`} style={{ color: `var(${color})` }} />;
}

/** The value at a position, or the last one before it. */
function valueAt({ values }: Line, position: number): string {
  const value = values.slice(0, position + 1).findLast((each) => each !== null);
  return value === undefined || value === null ? '' : short(value);
}

/** Charts of one structure can follow each other in the same drawing. */
function structureOf({ lines, bands = [], across, up }: Chart): string {
  const styles = lines.map(({ style, color }) => [style, color]);
  return JSON.stringify([across, up, styles, bands.map(({ line }) => line)]);
}
