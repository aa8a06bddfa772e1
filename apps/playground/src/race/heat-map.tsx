import { useEffect, useRef } from 'preact/hooks';
import { pageColor } from '../chart/page-color.ts';
import { useColorChange } from '../shell/use-color-change.ts';

interface HeatMapProps {
  readonly title: string;
  /** Shares from 0 to 1, [time, places]. */
  readonly weights: readonly (readonly number[])[];
  /** Parts of the time, in their order: where each begins, and its name. */
  readonly parts: readonly (readonly [from: number, name: string])[];
}

/** Where a memory gets attention, step by step: the stronger the color, the more. */
export function HeatMap({ title, weights, parts }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useColorChange();
  const [times, places] = [weights.length, weights[0]?.length ?? 0];
  useEffect(() => paint(canvas.current!, weights), [weights, colors]);
  return (
    <figure class="heat-map">
      <figcaption>{title}</figcaption>
      <span class="down">place in memory</span>
      <canvas
        ref={canvas}
        width={times}
        height={places}
        role="img"
        aria-label={`${title}. ${inWords(weights)}`}
      />
      <div class="parts" style={{ gridTemplateColumns: partWidths(parts, times) }} aria-hidden="true">
        {parts.map(([from, name]) => (
          <span key={from}>{name}</span>
        ))}
      </div>
    </figure>
  );
}

function paint(canvas: HTMLCanvasElement, weights: HeatMapProps['weights']): void {
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = pageColor('--accent');
  weights.forEach((step, time) =>
    step.forEach((weight, place) => {
      context.globalAlpha = Math.min(Math.max(weight, 0), 1);
      context.fillRect(time, place, 1, 1);
    }),
  );
}

function partWidths(parts: HeatMapProps['parts'], times: number): string {
  const ends = [...parts.slice(1).map(([from]) => from), times];
  return parts.map(([from], i) => `${ends[i]! - from}fr`).join(' ');
}

/** The place with the most attention at every step, for those who cannot see it. */
function inWords(weights: HeatMapProps['weights']): string {
  const strongest = weights.map((step) => {
    const most = Math.max(...step);
    return `${step.indexOf(most) + 1} (${Math.round(100 * most)}%)`;
  });
  return `Place with the most attention, step by step: ${strongest.join(', ')}.`;
}
