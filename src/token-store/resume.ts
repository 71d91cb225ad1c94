/** SHA-256 of a resume cookie followed by a token, 64 lower-case hex digits. A store gets both in this form only. */
export type ResumeDigest = string & { readonly __brand: 'ResumeDigest' };

/** What a caller with a resume cookie asks the store for, beside the grant of its token. */
export interface ResumeRequest {
  readonly entry: ResumeDigest;
  /** The id that the stream will have, so that revoking the stream ends the entry. */
  readonly stream: string;
  /** Its place among the streams of a principal that has a limit. */
  readonly place?: string | undefined;
}

/** One opening of a token's stream. Of the openings with one entry only that with the highest number keeps its stream. */
export interface Seat {
  readonly entry: ResumeDigest;
  readonly number: number;
  /** Whether an earlier redemption was resumed. */
  readonly resumed: boolean;
}

/** How long a token's grant can be resumed. */
export interface ResumeTimes {
  /** Seconds after its stream was opened last. */
  readonly seconds: number;
  /** Seconds after the token was issued, whatever was resumed meanwhile. */
  readonly maxSeconds: number;
}

export const DEFAULT_RESUME_TIMES: ResumeTimes = { seconds: 3_900, maxSeconds: 86_400 };
