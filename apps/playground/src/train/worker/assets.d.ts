declare module '*.txt?url' {
  /** Address of the file in the built page. */
  const url: string;
  export default url;
}
