import { bases } from '@unsaturate/core';
import { short } from '../chart/chart.ts';
import { unitOf } from './curves.ts';
import { type ActivationState, comparedAlphas, isComparing } from './state.ts';
import { testTimeName } from './words.ts';

/** A name, an output and a slope. */
type Row = readonly [name: string, output: number, slope: number];

/** The numbers of a unit at one input. */
export function Readings({ state }: { readonly state: ActivationState }) {
  const { x, p, c, variant } = state;
  return (
    <div class="readings">
      <table>
        <caption>At input x = {short(x)}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">output</th>
            <th scope="col">slope</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(state).map(([name, output, slope]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{short(output)}</td>
              <td>{short(slope)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {verdict(state)}
        {variant !== 'none' &&
          ` The standard deviation of the noise ${variant.startsWith('NANI') ? 'on the input ' : ''}is ${short(unitOf(state).standardDeviation(x, p, c))} here.`}
      </p>
    </div>
  );
}

function rowsOf(state: ActivationState): readonly Row[] {
  const { base, variant, x, xi, p, c } = state;
  const { h, dh } = bases[base];
  const plain: Row = ['without noise', h(x), dh(x)];
  const testTime = (name: string, alpha: number): Row => {
    const unit = unitOf({ ...state, alpha });
    return [name, unit.expectation(x, p, c), unit.expectationDerivatives(x, p, c).x];
  };
  if (variant === 'none') return [plain];
  if (isComparing(state)) {
    return [plain, ...comparedAlphas.map((alpha) => testTime(`mean for alpha ${alpha}`, alpha))];
  }
  const unit = unitOf(state);
  return [
    plain,
    testTime(testTimeName(variant), state.alpha),
    [`one draw, noise ${short(xi)}`, unit.value(x, p, c, xi), unit.derivatives(x, p, c, xi).x],
  ];
}

/** What the slopes mean for learning. */
function verdict(state: ActivationState): string {
  const { base, variant, x, p, c, xi } = state;
  const { dh, threshold } = bases[base];
  if (Math.abs(x) < threshold!) return 'The unit is not saturated here: it has a slope without any noise.';
  const saturated = 'The unit is saturated here.';
  const dwindles = dh(x) === 0 ? 'has no slope' : `has a slope of only ${short(dh(x))}`;
  if (variant === 'none') return `${saturated} It ${dwindles}: little or nothing can be learned.`;
  if (isComparing(state))
    return `${saturated} Without noise it ${dwindles}; each alpha gives it another one.`;
  const slope = unitOf(state).derivatives(x, p, c, xi).x;
  if (slope === 0) return `${saturated} It has no slope in this draw; others may have one.`;
  return `${saturated} Without noise it ${dwindles}, in this draw its slope is ${short(slope)}: it can learn.`;
}
