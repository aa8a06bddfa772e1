export type { Band, Chart, Line } from './chart.ts';
export { escapeHtml } from './escape.ts';
export { chartAdvice, chartFigure, renderPage } from './page.ts';
export { readEvents } from './read-events.ts';
