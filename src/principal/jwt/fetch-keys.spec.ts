// Keys from another place would let a stranger sign for anybody, and more keys than fit into memory would stop the service.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fetchKeys, readKeys } from './fetch-keys.js';

const KEYS = { keys: [{ kty: 'EC' }] };

describe('a key set', () => {
  it.each([KEYS, { keys: [{ kty: 'EC' }, {}], more: 1 }])('is read: %j', (set) => {
    expect(readKeys(JSON.stringify(set))).toEqual({ keys: set.keys });
  });

  it.each([
    '',
    '{',
    'null',
    '7',
    '"keys"',
    '[]',
    '{}',
    '{"keys":{}}',
    '{"keys":[]}',
    '{"keys":[null]}',
    '{"keys":[{},"a"]}',
  ])('is not %s', (text) => expect(() => readKeys(text)).toThrow(new Error('it is no JSON Web Key Set with keys')));
});

describe('a key set of a provider', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function provider(answer: RequestListener): Promise<string> {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is asked for as what it is', async () => {
    let accepted: string | undefined;
    const url = await provider((request, response) => {
      accepted = request.headers.accept;
      response.end(JSON.stringify(KEYS));
    });
    expect(await fetchKeys(url)).toEqual(KEYS);
    expect(accepted).toBe('application/jwk-set+json, application/json');
  });

  it('may come in pieces, and is whole', async () => {
    const text = JSON.stringify({ keys: [{ kty: 'EC', kid: 'ключ'.repeat(5_000) }] });
    const url = await provider((_, response) => {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 1_001) response.write(bytes.subarray(at, at + 1_001));
      response.end();
    });
    expect(await fetchKeys(url)).toEqual(JSON.parse(text));
  });

  it('is taken from nowhere else than where it was asked for', async () => {
    const url = await provider(({ url: path }, response) => {
      if (path === '/') response.writeHead(302, { location: '/other' }).end();
      else response.end(JSON.stringify(KEYS));
    });
    await expect(fetchKeys(`${url}/`)).rejects.toThrow('fetch failed');
    expect(await fetchKeys(`${url}/other`)).toEqual(KEYS);
  });

  it('holds at most 262,144 bytes', async () => {
    const bare = JSON.stringify({ ...KEYS, fill: '' }).length;
    const url = await provider(({ url: path }, response) => {
      const fill = 'x'.repeat(Number(path!.slice(1)) - bare);
      response.end(JSON.stringify({ ...KEYS, fill }));
    });
    expect(await fetchKeys(`${url}/262144`)).toEqual(KEYS);
    await expect(fetchKeys(`${url}/262145`)).rejects.toThrow(new Error('it is larger than 262144 bytes'));
  });

  it('is not what comes with another status, nor an answer without a body', async () => {
    const url = await provider(({ url: path }, response) => {
      response.writeHead(Number(path!.slice(1))).end(path === '/204' ? undefined : JSON.stringify(KEYS));
    });
    await expect(fetchKeys(`${url}/404`)).rejects.toThrow(new Error('it was answered 404'));
    await expect(fetchKeys(`${url}/204`)).rejects.toThrow('it is no JSON Web Key Set with keys');
  });
});
