import { type FollowOptions } from './follow-options.js';
/**
 * Asks for tokens. One that the stream did not take (a soft refusal, a 503) is kept and offered again, because issuing is
 * limited per address and everybody behind one address shares the limit.
 */
export declare class TokenWallet {
    #private;
    private readonly options;
    constructor(options: FollowOptions);
    take(signal: AbortSignal): Promise<string>;
    /** The token is spent, or may be. */
    drop(): void;
}
