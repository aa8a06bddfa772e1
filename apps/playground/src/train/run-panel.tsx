import type { ToWorker } from './messages.ts';
import { FileField } from './file-field.tsx';
import { DeviceChoice } from './setup-form.tsx';
import type { TrainState } from './settings.ts';
import type { Standing } from './standing.ts';
import { activityWords } from './words.ts';

interface RunPanelProps {
  readonly standing: Standing;
  readonly device: TrainState['device'];
  readonly tell: (command: ToWorker) => void;
  readonly onDevice: (device: TrainState['device']) => void;
  readonly onNew: () => void;
}

/** What can be done with the run that is kept or under way. */
export function RunPanel({ standing, device, tell, onDevice, onNew }: RunPanelProps) {
  const { activity, run, perplexities } = standing;
  if (run === null) return null;
  const { title, summary, update, total, missingText, isComplete, epochs } = run;
  const isTraining = activity === 'training';
  const isIdle = activity === 'idle';
  return (
    <div class="controls">
      <h3>{title}</h3>
      <p class="muted">{summary}</p>
      <div>
        <progress aria-label="Updates made" max={total} value={update} />
        <p class="figures">
          update {update.toLocaleString('en')} of {total.toLocaleString('en')}
        </p>
      </div>
      <p role="status">{isIdle && isComplete ? 'Complete.' : activityWords[activity]}</p>
      {perplexities !== null && (
        <dl class="perplexities">
          <div>
            <dt>perplexity, checked</dt>
            <dd>{perplexities.validation.toFixed(2)}</dd>
          </div>
          <div>
            <dt>perplexity, tested</dt>
            <dd>{perplexities.test.toFixed(2)}</dd>
          </div>
        </dl>
      )}
      {missingText !== null && isIdle && (
        <FileField
          label={`Its text: ${missingText}`}
          accept=".txt,.md,.gz,text/plain"
          onFile={(file) => tell({ type: 'give-text', file })}
        >
          The file holds the model, not the text it learned from. Choose that text, or drop it here, to go on.
        </FileField>
      )}
      <div class="buttons">
        {isTraining ? (
          <button type="button" class="primary" onClick={() => tell({ type: 'pause' })}>
            Pause
          </button>
        ) : (
          <button
            type="button"
            class="primary"
            disabled={!isIdle || missingText !== null}
            onClick={() => tell({ type: 'resume', device, ...(isComplete && { epochs: epochs + 1 }) })}
          >
            {isComplete ? 'One more pass' : 'Resume'}
          </button>
        )}
        <button
          type="button"
          disabled={!isIdle || missingText !== null}
          onClick={() => tell({ type: 'evaluate', device })}
        >
          Measure
        </button>
        <button type="button" disabled={!isIdle} onClick={() => tell({ type: 'download' })}>
          Download
        </button>
        <button type="button" disabled={!isIdle} onClick={onNew}>
          New run
        </button>
      </div>
      {!isTraining && <DeviceChoice device={device} onChange={onDevice} />}
      {isIdle && (
        <details>
          <summary>Use the model in Node</summary>
          <p class="muted">
            Download it; then, in the folder of Unsaturate, this measures the same perplexity, and{' '}
            <code>sample</code> in place of <code>evaluate</code> writes text:
          </p>
          <pre>{run.nodeCommand}</pre>
        </details>
      )}
    </div>
  );
}
