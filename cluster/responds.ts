/** True if a GET of `url` gets 200 within two seconds, else undefined: for `eventually` and `ManagedProcess.ready`. */
export async function responds(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200 || undefined;
  } catch {
    return undefined;
  }
}
