/** Returns the text of `/metrics`. */
export async function scrape({ baseUrl }: { readonly baseUrl: string }): Promise<string> {
  return (await fetch(`${baseUrl}/metrics`)).text();
}

/** The value of one series, such as `vx11_streams_ended_total{reason="client"}`; 0 if there is none yet. */
export async function sample(app: { readonly baseUrl: string }, series: string): Promise<number> {
  const line = (await scrape(app)).split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}
