/** What an error says, without the full stop: for the blank of a finding. */
export function messageOf(error: unknown): string {
  return (error as Error).message.replace(/\.$/, '');
}
