import { bases } from '@unsaturate/core';
import { Check } from '../controls/check.tsx';
import { Choice } from '../controls/choice.tsx';
import { Slider } from '../controls/slider.tsx';
import { reach } from './curves.ts';
import {
  type ActivationState,
  comparedAlphas,
  defaultState,
  isComparing,
  limits,
  presets,
  scaleFor,
  uses,
} from './state.ts';
import {
  baseNames,
  baseWords,
  formNames,
  scaleWords,
  slopeWords,
  variantNames,
  variantWords,
} from './words.ts';

interface ControlsProps {
  readonly state: ActivationState;
  readonly onChange: (state: ActivationState) => void;
}

/** Everything that can be changed about the unit, each with what it does. */
export function Controls({ state, onChange }: ControlsProps) {
  const change = (changes: Partial<ActivationState>): void => onChange({ ...state, ...changes });
  const { base, variant, form, alpha, compare, c, p, clip, xi } = state;
  const used = uses(variant);
  const [min, max] = bases[base].range!;
  return (
    <form class="controls" aria-label="The unit" onSubmit={(event) => event.preventDefault()}>
      <Presets onChoose={(preset) => onChange({ ...defaultState, ...preset })} />
      <Choice label="Function" choices={baseNames} value={base} onChange={(base) => change({ base })}>
        {baseWords[base]}
      </Choice>
      <Choice
        label="Noise"
        choices={variantNames}
        value={variant}
        onChange={(variant) => change({ variant, c: scaleFor(variant, state) })}
      >
        {variantWords[variant]}
      </Choice>
      {variant === 'NANIL' && (
        <Choice
          label="Amount of noise"
          choices={formNames}
          value={form}
          onChange={(form) => change({ form })}
        >
          The two differ: the code of the authors also makes units noisy that are not saturated.
        </Choice>
      )}
      {used.alpha && (
        <Check label="Compare four alphas" value={compare} onChange={(compare) => change({ compare })}>
          Shows {comparedAlphas.join(', ')} together, as figure 4 of the paper.
        </Check>
      )}
      {used.alpha && !isComparing(state) && (
        <Slider
          label="alpha"
          value={alpha}
          min={0.5}
          max={1.5}
          step={0.01}
          limits={limits.alpha}
          onChange={(alpha) => change({ alpha })}
        >
          How much of the bend is kept. At 1 the output stays at its limit, but for noise; below 1 it leaks
          out, above 1 it bends back in.
        </Slider>
      )}
      {used.c && (
        <Slider
          label="c"
          value={c}
          min={0}
          max={5}
          step={0.01}
          limits={limits.c}
          onChange={(c) => change({ c })}
        >
          {scaleWords(variant)}
        </Slider>
      )}
      {used.p && (
        <Slider
          label="p"
          value={p}
          min={-4}
          max={4}
          step={0.05}
          limits={limits.p}
          onChange={(p) => change({ p })}
        >
          {slopeWords(variant, form)}
        </Slider>
      )}
      {variant !== 'none' && !isComparing(state) && (
        <Slider
          label="One draw of the noise"
          value={xi}
          min={-3}
          max={3}
          step={0.05}
          limits={limits.xi}
          onChange={(xi) => change({ xi })}
        >
          A random number that is mostly between -2 and 2. Drag it to follow one draw, the orange line.
        </Slider>
      )}
      {used.alpha && (
        <Check label="Cut off the output" value={clip} onChange={(clip) => change({ clip })}>
          Keeps the output between {min} and {max}, as a gate may need; what is cut off has no slope.
        </Check>
      )}
      <Slider
        label="Read numbers at x"
        value={state.x}
        min={-reach(state)}
        max={reach(state)}
        step={0.05}
        limits={limits.x}
        onChange={(x) => change({ x })}
      >
        Moves the vertical line; the numbers there stand below the charts.
      </Slider>
    </form>
  );
}

function Presets({ onChoose }: { readonly onChoose: (preset: Partial<ActivationState>) => void }) {
  const nothing = 'nothing';
  const names = Object.fromEntries(Object.keys(presets).map((name) => [name, name]));
  return (
    <Choice
      label="Begin with"
      choices={{ [nothing]: 'Choose an example', ...names }}
      value={nothing}
      onChange={(name) => presets[name] && onChoose(presets[name])}
    >
      Sets everything below; change it as you like.
    </Choice>
  );
}
