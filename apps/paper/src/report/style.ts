/** Rules that the report has beside those of every page. */
export const reportStyle = `
.about { max-width: 45rem; }
.contents { margin: 1rem 0; padding: 0 0 0 1.25rem; }
h2 { padding-top: 1.5rem; border-top: 1px solid var(--rule); }
h3 { margin: 1.75rem 0 0.5rem; }
figure h3 { margin-top: 0; }
.charts { margin-top: 1.5rem; }
.numbers { overflow-x: auto; margin-top: 1rem; }
.numbers:focus-visible { outline: 2px solid var(--line-0); outline-offset: 2px; }
.numbers th, .numbers td { padding: 0.35rem 0 0.35rem clamp(0.5rem, 2vw, 1.5rem); border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; overflow-wrap: normal; }
.numbers th:first-child { padding-left: 0; }
.numbers thead th { color: var(--muted); font-weight: inherit; vertical-align: bottom; }
.numbers thead [scope=colgroup] { border-bottom: 0; padding-bottom: 0; color: var(--text); }
.numbers th[scope=row] { min-width: 9rem; font-weight: 600; }
.numbers small { display: block; color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
.numbers .published { color: var(--muted); }
.numbers .number { text-align: right; font-variant-numeric: tabular-nums; }
.numbers td.number { white-space: nowrap; }
@media (max-width: 30rem) {
  .numbers { font-size: 0.8125rem; }
  .numbers small { font-size: 0.75rem; }
}
.findings { max-width: 50rem; padding-left: 1.25rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem 2rem; }
.heat-map { display: grid; grid-template-columns: 1.5rem 1fr; font-size: 0.8rem; color: var(--muted); }
.heat-map svg { width: 100%; height: 16rem; border: 1px solid var(--rule); fill: var(--line-0); }
.heat-map .down { writing-mode: vertical-rl; transform: rotate(180deg); text-align: center; }
.heat-map .across { grid-column: 2; text-align: center; }
.captioned-picture { display: flex; gap: 1rem; align-items: center; }
.captioned-picture svg { flex: none; width: 6rem; height: 6rem; padding: 0.25rem; border-radius: 4px; background: #fff; box-shadow: 0 0 0 1px var(--rule); }
.captioned-picture p { margin: 0; font-weight: 600; }
.captioned-picture small { display: block; color: var(--muted); font-weight: 400; }
.scatter { display: grid; margin-right: 0.5rem; grid-template-columns: 1.5rem 2.75rem 1fr; font-size: 0.8rem; color: var(--muted); }
.scatter > svg { width: 100%; height: 16rem; border: 1px solid var(--rule); overflow: visible; }
.scatter path { fill: none; vector-effect: non-scaling-stroke; }
.scatter .grid { stroke: var(--rule); stroke-width: 1; }
.scatter .dots { stroke-width: 4; stroke-linecap: round; stroke-opacity: 0.6; }
.scatter .up { writing-mode: vertical-rl; transform: rotate(180deg); text-align: center; }
.ticks-up, .ticks-across { position: relative; font-variant-numeric: tabular-nums; }
.ticks-up span { position: absolute; right: 0.4rem; transform: translateY(50%); line-height: 1; }
.ticks-across { grid-column: 3; height: 1.25rem; }
.ticks-across span { position: absolute; white-space: nowrap; transform: translateX(-50%); }
.scatter .across, .scatter .key { grid-column: 3; text-align: center; }
.key { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.25rem 1rem; margin: 0.35rem 0 0; padding: 0; list-style: none; }
.key svg { width: 0.6rem; height: 0.6rem; margin-right: 0.35rem; }
figcaption { margin-bottom: 0.35rem; font-size: 0.875rem; }
.made { color: var(--muted); font-size: 0.875rem; }
`;
