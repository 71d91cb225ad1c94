import { eventually } from '../../cluster/eventually.js';

/** Returns the status of `/health/ready`; 0 if there is no response. */
export async function readiness({ baseUrl }: { readonly baseUrl: string }): Promise<number> {
  try {
    const response = await fetch(`${baseUrl}/health/ready`, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/** Waits until `/health/ready` responds with `status`. */
export function becomesReady(instance: { readonly baseUrl: string }, status = 200): Promise<true> {
  const look = async () => (await readiness(instance)) === status || undefined;
  return eventually(look, { what: `readiness ${status}` });
}
