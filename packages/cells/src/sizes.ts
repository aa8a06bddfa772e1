/** What the shapes of a recurrent cell depend on. */
export interface RecurrentSizes {
  /** Features of the input, I. */
  readonly inputSize: number;
  /** Features of the state, H. */
  readonly units: number;
}
