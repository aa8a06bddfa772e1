import { render } from 'preact';
import { useMemo } from 'preact/hooks';
import { useAddressState } from '../address/use-address-state.ts';
import { ChartFigure } from '../chart/chart-figure.tsx';
import './activation.css';
import { unitCharts } from './charts.ts';
import { Controls } from './controls.tsx';
import { Readings } from './readings.tsx';
import { defaultState, fields } from './state.ts';

/** Shows an activation function, its noise and the slopes that training sees. */
export function mountActivation(root: HTMLElement): () => void {
  render(<Activation />, root);
  return () => render(null, root);
}

function Activation() {
  const [{ state, problems }, setState] = useAddressState('activation', fields, defaultState);
  const [outputs, slopes] = useMemo(() => unitCharts(state), [state]);
  return (
    <>
      <p>
        A unit takes a sum of inputs, x, and bends it. Drag the sliders to see what noise does to its output,
        and to the slope from which it learns. The address of this page keeps what you set, so it can be
        shared.
      </p>
      {problems.map((problem) => (
        <p key={problem} role="alert">
          {problem}
        </p>
      ))}
      <div class="columns activation">
        <Controls state={state} onChange={setState} />
        <div class="outputs">
          <ChartFigure chart={outputs} />
        </div>
        <div>
          <ChartFigure chart={slopes} />
          {state.variant !== 'none' && (
            <p class="again">
              <button type="button" onClick={() => setState({ ...state, draw: state.draw + 1 })}>
                Draw other samples
              </button>{' '}
              <span class="muted">Every dot has noise of its own, as in training.</span>
            </p>
          )}
          <Readings state={state} />
        </div>
      </div>
    </>
  );
}
