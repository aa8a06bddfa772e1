/** The style sheet of the page, light and dark; a chart's line of color n takes `--line-n`. */
export const style = `
:root {
  color-scheme: light dark;
  --background: #fff; --text: #1b1d21; --muted: #5b626c; --rule: #e2e5e9;
  --faint: #a9c9e6;
  --line-0: #1668ad; --line-1: #c2500c; --line-2: #16825a; --line-3: #8347bd; --line-4: #8f6b00; --line-5: #bf3283; --line-6: #5b626c; --line-7: #0a7f94;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #15171a; --text: #e8eaed; --muted: #a2a9b3; --rule: #2e3238;
    --faint: #31536f;
    --line-0: #6cb4f4; --line-1: #f2955a; --line-2: #57c79a; --line-3: #c59df2; --line-4: #dcb84c; --line-5: #f08cc5; --line-6: #a2a9b3; --line-7: #58c5d6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 3rem;
  background: var(--background); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 0; font-size: 1rem; }
h2 + p { margin: -0.5rem 0 1rem; color: var(--muted); font-size: 0.875rem; }
.outcome { margin: 0.25rem 0 0; color: var(--muted); }

.results { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0 0; }
.results div { display: flex; flex-direction: column-reverse; }
.results dt { color: var(--muted); }
.results dd { margin: 0; font-size: 2.2rem; font-weight: 600; line-height: 1.15; font-variant-numeric: tabular-nums; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 2rem 2rem; }
figure { margin: 0; min-width: 0; }
.wide { grid-column: 1 / -1; }
.plot { height: 15rem; overflow: hidden; border-radius: 4px; }
.wide .plot { height: 20rem; }
.plot:focus-visible { outline: 2px solid var(--line-0); outline-offset: -2px; }
button:focus-visible { outline: 2px solid var(--line-0); outline-offset: 2px; }

.legend .u-legend { margin: 0; text-align: left; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.legend .u-series:first-child { color: var(--muted); }
.legend .u-series:first-child .u-marker { display: none; }
.legend .u-marker { width: 0.9em; height: 0.9em; border-radius: 2px; }
.legend .edge { display: none; }
.legend th { font-weight: inherit; }
.legend button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
.u-cursor-x { border-color: var(--muted) !important; }
.u-select { background: color-mix(in srgb, var(--text) 12%, transparent); }

table { border-collapse: collapse; }
.settings th, .settings td { padding: 0.3rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
.settings th { padding-right: 2rem; color: var(--muted); font-weight: inherit; overflow-wrap: break-word; }
.sample { margin: 0; padding-left: 1rem; max-width: 45rem; border-left: 3px solid var(--rule); white-space: pre-wrap; }
`;
