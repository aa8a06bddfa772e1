/** Title of the report. */
export const reportTitle = 'Noisy Activation Functions, the experiments again';

/** What stands above everything. */
export const introduction =
  'Every experiment of Gulcehre, Moczulski, Denil and Bengio 2016, made again. The published numbers are of single runs; ' +
  'those made here are medians over seeds, with the range. Every number and curve comes from the results files of runs.';
