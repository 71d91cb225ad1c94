/** Returns settings that allow a burst of tokens, and then one in `refillSeconds`, by default longer than a test takes. */
export function limitOf(burst: number, refillSeconds = 3_600): Record<string, string> {
  return {
    VX11_OPERATOR_RATE_BURST: String(burst),
    VX11_OPERATOR_RATE_LIMIT: '1',
    VX11_OPERATOR_RATE_WINDOW_SEC: String(refillSeconds),
  };
}
