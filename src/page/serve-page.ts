import { type Express, type NextFunction, type Request, type Response } from 'express';
import { PAGE_PATH } from '../endpoints/paths.js';
import { Problem } from '../problems/problem.js';
import { type PageFile, type PageFiles } from './page-files.js';
import { PAGE_ENDPOINTS } from './page.endpoints.js';
import { CACHE, PAGE_HEADERS } from './page-headers.js';

/** How long a client may read nothing of a file, ms; then its connection is closed. */
const UNREAD_MS = 30_000;

const NOT_BUILT = 'This build has no page. `npm run build` makes it in dist/ui/; then restart the instance.';

/** Serves the page for operators. Without files its routes respond with 404, and say how it is built. */
export function servePage(express: Express, files: PageFiles | undefined): void {
  const { root, bare, page, client, file } = PAGE_ENDPOINTS;
  express.get(root.path, (request, response, next) => leadBrowser(request, response, next));
  // Relative, so that it is right behind a gateway with a prefix too.
  express.get(bare.path, (_, response) => redirect(response, 'ui/'));
  express.get(page.path, (request, response) => send(request, response, found(files).index, CACHE.page));
  express.get(client.path, (request, response) => send(request, response, found(files).client, CACHE.page));
  express.get(file.path, (request, response) => {
    const asset = found(files).assets.get(String(request.params.file));
    if (!asset) throw new Problem('not_found', 'The page has no such file. Load the page again: it may be newer.');
    send(request, response, asset, CACHE.file);
  });
}

/** A browser that opens an address asks for HTML first; other callers ask for anything, or for JSON. */
function leadBrowser({ headers }: Request, response: Response, next: NextFunction): void {
  if (headers.accept?.includes('text/html')) redirect(response, PAGE_PATH);
  else next();
}

function redirect(response: Response, location: string): void {
  response
    .writeHead(302, { Location: location, 'Cache-Control': 'no-store', Vary: 'Accept', 'Content-Length': 0 })
    .end();
}

/** @throws Problem if the page was not built */
function found(files: PageFiles | undefined): PageFiles {
  if (!files) throw new Problem('not_found', NOT_BUILT);
  return files;
}

function send(request: Request, response: Response, { type, plain, gzipped }: PageFile, cache: string): void {
  const zipped = request.acceptsEncodings('gzip') === 'gzip';
  const body = zipped ? gzipped : plain;
  response.setTimeout(UNREAD_MS);
  response
    .writeHead(200, {
      ...PAGE_HEADERS,
      'Content-Type': type,
      'Cache-Control': cache,
      'Content-Length': body.length,
      ...(zipped && { 'Content-Encoding': 'gzip' }),
    })
    .end(request.method === 'HEAD' ? undefined : body);
}
