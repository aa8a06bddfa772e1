export { mgu, MguLayer } from './layer.js';
export { mgu as mguCell, type MguParam } from './mgu.js';
