import { eventually } from '../../../cluster/eventually.js';

/** Waits until `/health/ready` answers `status`; 200 unless told. */
export async function becomesReady({ baseUrl }: { readonly baseUrl: string }, status = 200): Promise<void> {
  const look = async () => {
    const answer = await fetch(`${baseUrl}/health/ready`);
    await answer.body?.cancel();
    return answer.status === status || undefined;
  };
  await eventually(look, { what: `readiness ${status}`, timeoutMs: 20_000 });
}
