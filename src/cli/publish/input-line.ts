/** One line of the input. */
export interface InputLine {
  /** Where it stands, for messages: `17`, or `app.log:17` when files were named. */
  readonly place: string;
  /** Without its line end. Cut to nothing when `tooLong`. */
  readonly bytes: Buffer;
  /** Longer than any event may be; its bytes were not kept. */
  readonly tooLong: boolean;
  /** The input ended without a line end: it may have been cut. */
  readonly unfinished: boolean;
}
