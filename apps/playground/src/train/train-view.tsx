import { useMemo, useState } from 'preact/hooks';
import { useAddressState } from '../address/use-address-state.ts';
import { ChartFigure } from '../chart/chart-figure.tsx';
import { trainCharts } from './charts.ts';
import { RunPanel } from './run-panel.tsx';
import { defaultState, stateFields } from './settings.ts';
import { SetupForm } from './setup-form.tsx';
import './train.css';
import { useTrainer } from './use-trainer.ts';
import { activityWords } from './words.ts';

/** Trains a language model, shows how it learns and what it writes. */
export function TrainView() {
  const [{ state, problems }, setState] = useAddressState('train', stateFields, defaultState);
  const [standing, tell] = useTrainer();
  const [file, setFile] = useState<File | null>(null);
  const [wantsNew, setWantsNew] = useState(false);
  const { activity, run, events, writing, problem } = standing;
  const charts = useMemo(() => trainCharts(events), [events]);
  const { device, ...settings } = state;
  const start = (): void => {
    setWantsNew(false);
    const preset = file === null ? defaultState.preset : settings.preset;
    tell({ type: 'start', settings: { ...settings, preset }, file, device });
  };
  const showsForm = activity === 'idle' && (run === null || wantsNew);
  return (
    <>
      <p>
        A language model reads a text and learns to guess what comes next; then it can write. It learns here,
        in your browser, and is kept there: close the page and go on later.
      </p>
      {[...problems, ...(problem === null ? [] : [problem])].map((each) => (
        <p key={each} role="alert">
          {each}
        </p>
      ))}
      <div class="columns">
        {showsForm ? (
          <SetupForm
            state={state}
            file={file}
            isBusy={false}
            replaces={run !== null}
            onChange={setState}
            onFile={setFile}
            onStart={start}
            onLoad={(file) => {
              setWantsNew(false);
              tell({ type: 'load', file });
            }}
            onBack={() => setWantsNew(false)}
          />
        ) : run === null ? (
          <p role="status">{activityWords[activity]}</p>
        ) : (
          <RunPanel
            standing={standing}
            device={device}
            tell={tell}
            onDevice={(device) => setState({ ...state, device })}
            onNew={() => setWantsNew(true)}
          />
        )}
        <div>
          {writing !== null && (
            <section class="writing" aria-label="What the model writes">
              <h3>It writes, after update {writing.update.toLocaleString('en')}</h3>
              <blockquote>{writing.text}</blockquote>
            </section>
          )}
          {charts.length === 0 ? (
            <p class="muted">Here will be curves of how it learns, and what it writes meanwhile.</p>
          ) : (
            <>
              <div class="charts">
                {charts.map((chart) => (
                  <ChartFigure key={chart.title} chart={chart} />
                ))}
              </div>
              <p class="muted">
                Perplexity says among how many equally likely tokens the model is undecided on average: lower
                is better. A unit is saturated where its activation function has reached its limit; noise is
                added there.
              </p>
            </>
          )}
        </div>
      </div>
    </>
  );
}
