import { hasNoise } from 'shared/language-model';
import { Choice } from '../controls/choice.tsx';
import { FileField } from './file-field.tsx';
import type { TrainState } from './settings.ts';
import {
  armNames,
  armWords,
  deviceNames,
  levelNames,
  presetNames,
  presetWords,
  scheduleNames,
  scheduleWords,
} from './words.ts';

interface SetupFormProps {
  readonly state: TrainState;
  /** The visitor's text, or null for the one of the page. */
  readonly file: File | null;
  readonly isBusy: boolean;
  /** Whether a run is kept that a new one replaces. */
  readonly replaces: boolean;
  readonly onChange: (state: TrainState) => void;
  readonly onFile: (file: File | null) => void;
  readonly onStart: () => void;
  readonly onLoad: (file: File) => void;
  readonly onBack: () => void;
}

/** Everything about a new run. */
export function SetupForm(props: SetupFormProps) {
  const { state, file, isBusy, replaces, onChange, onFile, onStart, onLoad, onBack } = props;
  const change = (changes: Partial<TrainState>): void => onChange({ ...state, ...changes });
  const { preset, arm, noiseSchedule, level, epochs, device } = state;
  return (
    <form
      class="controls"
      aria-label="A new run"
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
      }}
    >
      <FileField
        label={`Text: ${file?.name ?? 'Moby Dick'}`}
        accept=".txt,.md,.gz,text/plain"
        onFile={onFile}
      >
        Choose a text of your own, or drop it here: plain text, packed with gzip or not. It stays in your
        browser.
      </FileField>
      {file !== null && (
        <div class="buttons">
          <button type="button" onClick={() => onFile(null)}>
            Take Moby Dick instead
          </button>
        </div>
      )}
      <Choice label="Activations" choices={armNames} value={arm} onChange={(arm) => change({ arm })}>
        {armWords[arm]}
      </Choice>
      {hasNoise(arm) && (
        <Choice
          label="Noise over time"
          choices={scheduleNames}
          value={noiseSchedule}
          onChange={(noiseSchedule) => change({ noiseSchedule })}
        >
          {scheduleWords[noiseSchedule]}
        </Choice>
      )}
      {file !== null && (
        <Choice label="Size" choices={presetNames} value={preset} onChange={(preset) => change({ preset })}>
          {presetWords[preset]}
        </Choice>
      )}
      <Choice
        label="Reads and writes"
        choices={levelNames}
        value={level}
        onChange={(level) => change({ level })}
      >
        The next word is harder to guess than the next character, but says more.
      </Choice>
      <div class="control">
        <label for="train-epochs">Passes over the text</label>
        <input
          id="train-epochs"
          type="number"
          min={1}
          max={100}
          value={epochs}
          aria-describedby="train-epochs-help"
          onChange={({ currentTarget }) => {
            if (currentTarget.checkValidity()) change({ epochs: currentTarget.valueAsNumber });
            else currentTarget.value = String(epochs);
          }}
        />
        <p id="train-epochs-help">A short text needs many. More can be added when they are done.</p>
      </div>
      <DeviceChoice device={device} onChange={(device) => change({ device })} />
      <div class="buttons">
        <button type="submit" class="primary" disabled={isBusy}>
          Start
        </button>
        {replaces && (
          <button type="button" onClick={onBack}>
            Back to the kept run
          </button>
        )}
      </div>
      {replaces && (
        <p class="muted">A new run takes the place of the kept one. Download that first to keep it.</p>
      )}
      <FileField label="Or load a model" accept=".safetensors" onFile={onLoad}>
        A file that this page made, or checkpoint.safetensors of a run folder of the Node app.
      </FileField>
    </form>
  );
}

interface DeviceChoiceProps {
  readonly device: TrainState['device'];
  readonly onChange: (device: TrainState['device']) => void;
}

/** Where to compute. */
export function DeviceChoice({ device, onChange }: DeviceChoiceProps) {
  return (
    <Choice label="Computes on" choices={deviceNames} value={device} onChange={onChange}>
      A GPU pays for large models; results are the same but for rounding.
    </Choice>
  );
}
