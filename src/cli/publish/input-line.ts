/** One line of the input. */
export interface InputLine {
  /** Its place in the input, for messages: `17`, or `app.log:17` if files were named. */
  readonly place: string;
  /** Without its line end. Empty if `tooLong`. */
  readonly bytes: Buffer;
  /** Longer than any event may be; its bytes were not kept. */
  readonly tooLong: boolean;
  /** The input ended without a line end, so the line may be incomplete. */
  readonly unfinished: boolean;
}
