/** What Swagger UI sends, and by what. */
interface PageRequest {
  readonly url: string;
  userFetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Runs in the browser, before each request of the API page. The page shows a response once it has ended, which a stream does not; so the page
 * gets what arrives in five seconds. Its source is sent to the browser, so it uses nothing from outside.
 */
export function showBeginningOfStream(request: PageRequest): PageRequest {
  if (!/\/events\/stream(\?|$)/.test(request.url)) return request;
  request.userFetch = async (url, init) => {
    const over = new AbortController();
    const response = await fetch(url, { ...init, signal: over.signal });
    if (!response.ok || !response.body) return response;
    setTimeout(() => over.abort(), 5_000);
    const { status, headers } = response;
    const decoder = new TextDecoder();
    let text = '';
    try {
      for (const reader = response.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
      }
    } catch {
      // The five seconds are over.
    }
    return new Response(text, { status, headers });
  };
  return request;
}
