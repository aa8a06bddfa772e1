import { render } from 'preact';
import { useMemo } from 'preact/hooks';
import { useAddressState } from '../address/use-address-state.ts';
import { ChartFigure } from '../chart/chart-figure.tsx';
import { short } from '../chart/chart.ts';
import type { ArmProgress } from './arm-progress.ts';
import { armTitles, raceCharts } from './charts.ts';
import { Controls } from './controls.tsx';
import { Memory } from './memory.tsx';
import './race.css';
import { type ArmName, defaultRace, isNoisy, raceFields, type RaceState, withArmsOfTask } from './state.ts';
import { type RaceControl, type Standing, useRace } from './use-race.ts';
import { heldOutWords } from './words.ts';

/** Trains two systems side by side. */
export function mountRace(root: HTMLElement): () => void {
  render(<RaceView />, root);
  return () => render(null, root);
}

function RaceView() {
  const [{ state, problems }, setState] = useAddressState('race', raceFields, defaultRace);
  const race = useMemo(() => withArmsOfTask(state), [state]);
  const [standing, control] = useRace();
  const charts = useMemo(() => raceCharts(race, standing.arms), [race, standing.arms]);
  const titles = armTitles(race);
  const change = (next: RaceState): void => {
    control.reset();
    setState(next);
  };
  return (
    <>
      <p>
        Two networks that differ in their activation functions only learn the same task from the same
        examples, here in your browser, each in a thread of its own. Which gets there first, and how far?
      </p>
      {problems.map((problem) => (
        <p key={problem} role="alert">
          {problem}
        </p>
      ))}
      <div class="columns">
        <Controls race={race} locked={isUnderWay(standing)} onChange={change} />
        <div>
          <Buttons race={race} standing={standing} control={control} />
          <div class="charts">
            {charts.map((chart) => (
              <ChartFigure key={chart.title} chart={chart} />
            ))}
          </div>
          <p class="muted">
            The training loss says how surprised a network is by the right answers to what it is trained on,
            with its noise; loud noise keeps it high. New examples are answered without noise.
          </p>
          {race.task === 'recall' && <Memory arms={standing.arms} titles={titles} />}
        </div>
      </div>
    </>
  );
}

interface ButtonsProps {
  readonly race: RaceState;
  readonly standing: Standing;
  readonly control: RaceControl;
}

function Buttons({ race, standing, control }: ButtonsProps) {
  const { phase, problem, arms } = standing;
  const titles = armTitles(race);
  const start = (): void => {
    const { task, first, second, size: preset, seed } = race;
    control.start([first, second].map((arm) => ({ task, arm, preset, seed })));
  };
  const main = {
    ready: ['Start', start],
    running: ['Pause', () => control.hold()],
    held: ['Go on', () => control.go()],
    finished: ['Start again', start],
    failed: ['Start again', start],
  } as const;
  const [label, act] = main[phase];
  return (
    <div class="race-standing">
      <div class="buttons">
        <button type="button" class="primary" onClick={act}>
          {label}
        </button>
        <button type="button" disabled={phase === 'ready'} onClick={() => control.reset()}>
          Reset
        </button>
      </div>
      <p role="status">{phaseWords[phase]}</p>
      {problem !== undefined && <p role="alert">The race stopped: {problem}</p>}
      <dl>
        {arms.map((arm, i) => (
          <div key={i} style={{ '--color': `var(--line-${i})` }}>
            <dt>{titles[i]}</dt>
            <dd>
              <progress aria-label={`${titles[i]}: updates made`} max={arm.total || 1} value={arm.update} />
            </dd>
            <dd>{progressInWords(race, i === 0 ? race.first : race.second, arm)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const phaseWords = {
  ready: 'Not started.',
  running: 'Running.',
  held: 'Paused.',
  finished: 'Finished.',
  failed: 'Stopped by an error.',
} as const satisfies Record<Standing['phase'], string>;

function isUnderWay({ phase }: Standing): boolean {
  return phase === 'running' || phase === 'held';
}

function progressInWords(
  { task }: RaceState,
  arm: ArmName,
  { update, total, noiseScale, heldOut }: ArmProgress,
): string {
  if (total === 0) return 'no update yet';
  const { value, inWords } = heldOutWords[task];
  const last = heldOut.at(-1)?.[1][value];
  const parts = [
    `update ${update.toLocaleString('en')} of ${total.toLocaleString('en')}`,
    ...(last === undefined ? [] : [inWords(short(last))]),
    ...(isNoisy(arm) && noiseScale !== undefined ? [`noise c\u00A0=\u00A0${short(noiseScale)}`] : []),
  ];
  return parts.join(', ');
}
