import { encodeCorpus, type EncodedCorpus, type Vocabulary } from '@unsaturate/tasks';
import { evaluate, restoreParameters } from '@unsaturate/train';
import { DeviceLostError } from '@unsaturate/webgpu';
import {
  checkVocabulary,
  decodeSavedRun,
  encodingOf,
  noiseScaleAt,
  type RunConfig,
  type SavedRun,
  type Setup,
  setUp,
} from 'shared/language-model';
import type { Activity, FromWorker, KeptRun, OwnText, ToWorker } from '../messages.ts';
import { carryOut, untilLost } from './carry-out.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { newPlan, newRun } from './new-run.ts';
import { inOneTab } from './one-tab.ts';
import { messageOf, PageProblem } from './problems.ts';
import { runStorage } from './run-storage.ts';
import { runView } from './run-view.ts';
import { startDevice } from './start-device.ts';
import { bytesOf, corpusOf, readOwnText } from './texts.ts';

type Command<Type extends ToWorker['type']> = Extract<ToWorker, { type: Type }>;

/**
 * Trains one run at a time, keeps it in the browser, and says what happens.
 *
 * @returns Takes commands.
 */
export function createTrainer(say: (message: FromWorker) => void): (command: ToWorker) => void {
  const storage = runStorage();
  const warn = (message: string): void => say({ type: 'problem', message });
  let keeper: Keeper = createKeeper(storage, undefined, warn);
  let pausing = new AbortController();
  let before: Promise<void> = Promise.resolve();
  const at = (activity: Activity): void => say({ type: 'activity', activity });

  const perform: {
    readonly [Type in Exclude<ToWorker['type'], 'pause'>]: (command: Command<Type>) => Promise<void>;
  } = {
    async open({ unsaved }) {
      at('opening');
      if (unsaved) keeper = createKeeper(storage, unsaved, warn);
      await tellKept();
    },

    start: ({ settings, file, device }) =>
      inOneTab(async () => {
        at('preparing');
        const text = file && (await readOwnText(file));
        const run = newRun(settings, text);
        const plan = newPlan(settings, await startDevice(device));
        const setup = await setUpFor(run, text);
        await train({ setup, run, plan, text });
      }),

    resume: ({ device, epochs }) =>
      inOneTab(async () => {
        at('preparing');
        const kept = await readKept();
        const saved = savedRunOf(kept);
        const backend = await startDevice(device);
        const plan = { ...saved.plan, backend, ...(epochs !== undefined && { epochs, maxUpdates: null }) };
        const setup = await setUpFor(saved.run, kept.text, saved);
        await train({ setup, run: saved.run, plan, text: kept.text, kept });
      }),

    async evaluate({ device }) {
      at('evaluating');
      const kept = await readKept();
      const saved = savedRunOf(kept);
      await untilLost(await startDevice(device), async () => {
        const setup = await setUpFor(saved.run, kept.text, saved);
        try {
          restoreParameters(setup.model.parameters, setup.architecture, saved.checkpoint);
          await tellPerplexities(setup, saved);
        } finally {
          setup.model.dispose();
        }
      });
    },

    async download() {
      const kept = await readKept();
      const { fileName } = viewOf(kept);
      say({ type: 'file', name: fileName, bytes: kept.bytes.slice() });
    },

    load: ({ file }) =>
      inOneTab(async () => {
        at('opening');
        const bytes = await bytesOf(file);
        const { vocabulary } = decodeSavedRun(file.name, bytes);
        if (vocabulary.format === 'mikolov') {
          throw new PageProblem(
            `${file.name} learned from a folder of three files, and the page reads one text: go on with it in Node.`,
          );
        }
        await keeper.replace({ bytes, text: null, events: [], writing: null });
        await tellKept();
      }),

    'give-text': ({ file }) =>
      inOneTab(async () => {
        at('opening');
        const kept = await readKept();
        const { run, vocabulary } = savedRunOf(kept);
        const text = await readOwnText(file);
        checkText(vocabulary, encodeCorpus(await corpusOf(text), encodingOf(run)));
        await keeper.setText(text);
        await tellKept();
      }),
  };

  async function train(job: {
    readonly setup: Setup;
    readonly run: RunConfig;
    readonly plan: SavedRun['plan'];
    readonly text: OwnText | null;
    readonly kept?: KeptRun;
  }): Promise<void> {
    pausing = new AbortController();
    try {
      const { reason } = await carryOut({ ...job, keeper, signal: pausing.signal, say });
      await tellKept();
      if (reason !== 'completed') return;
      at('evaluating');
      const saved = savedRunOf(await readKept());
      await untilLost(job.plan.backend, () => tellPerplexities(job.setup, saved));
    } finally {
      job.setup.model.dispose();
    }
  }

  async function tellPerplexities({ model, validation, test }: Setup, saved: SavedRun): Promise<void> {
    const { progress } = saved.checkpoint;
    const c = noiseScaleAt(saved.run, progress);
    const perplexities = {
      update: progress.update,
      validation: (await evaluate(model, validation, c)).perplexity,
      test: (await evaluate(model, test, c)).perplexity,
    };
    say({ type: 'perplexities', perplexities });
  }

  async function readKept(): Promise<KeptRun> {
    const kept = await keeper.read();
    if (kept !== undefined) return kept;
    throw new PageProblem('There is no run to go on with: start one.');
  }

  /** Says what is kept, which may be nothing. */
  async function tellKept(): Promise<void> {
    const kept = await keeper.read();
    if (kept === undefined) return say({ type: 'run', run: null, events: [], writing: null });
    say({ type: 'run', run: viewOf(kept), events: kept.events, writing: kept.writing });
  }

  async function attempt(command: Exclude<ToWorker, Command<'pause'>>): Promise<void> {
    try {
      await (perform[command.type] as (command: ToWorker) => Promise<void>)(command);
    } catch (failure) {
      const message = messageOf(failure);
      if (failure instanceof DeviceLostError) {
        const unsaved = keeper.unsaved();
        return say({ type: 'lost', message, ...(unsaved && { unsaved }) });
      }
      say({ type: 'problem', message });
      await tellKept().catch(() => say({ type: 'run', run: null, events: [], writing: null }));
    }
    at('idle');
  }

  return (command) => {
    if (command.type === 'pause') pausing.abort();
    else before = before.then(() => attempt(command));
  };
}

function savedRunOf({ bytes }: KeptRun): SavedRun {
  return decodeSavedRun('The run that is kept here', bytes);
}

function viewOf(kept: KeptRun) {
  const saved = savedRunOf(kept);
  return runView(saved, saved.checkpoint.progress, saved.vocabulary.tokens.length, kept.text);
}

/** Makes the model of a run for its text, which must be the one of `saved`. */
async function setUpFor(run: RunConfig, text: OwnText | null, saved?: SavedRun): Promise<Setup> {
  if (run.data !== null && text === null) {
    throw new PageProblem('The text of this run is not here: give it first.');
  }
  const corpus = encodeCorpus(await corpusOf(text), encodingOf(run));
  if (saved !== undefined) checkText(saved.vocabulary, corpus);
  return setUp(run, corpus);
}

function checkText(vocabulary: Vocabulary, text: EncodedCorpus): void {
  checkVocabulary('page', vocabulary, text, 'Give the text that it was trained on.');
}
