// A body must be accepted whole or refused whole, never altered, and never take more memory than allowed.
import { gzipSync } from 'node:zlib';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { type ProblemCode } from '../../src/problems/problem-catalogue.js';
import { problem } from './support/problem.js';
import { RawConnection } from './support/raw-connection.js';

const EVENTS = '/operator/api/events';
const MIB = 1_048_576;

describe('the body of a publish call', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  const send = async (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const response = await fetch(app.baseUrl + EVENTS, {
      method: 'POST',
      headers: { ...app.gateway.headers, 'Content-Type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const json = JSON.stringify(event());
  const gzip = { 'Content-Encoding': 'gzip' };
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it.each<[string, string | Buffer<ArrayBuffer>, Record<string, string>]>([
    ['1 MiB', json.padEnd(MIB), {}],
    ['JSON with blanks around it', `\r\n\t ${json} \n`, {}],
    ['a type with a charset', json, { 'Content-Type': 'application/json; charset=utf-8' }],
    ['a type in capitals', json, { 'Content-Type': 'Application/JSON;Charset="UTF-8"' }],
    ['gzip', gzipSync(json), gzip],
  ])('%s is accepted', async (_, body, headers) => {
    expect(await send(body, headers)).toMatchObject({ status: 202, body: { accepted: 1 } });
  });

  it('a body in chunks, without a length, is accepted', async () => {
    const connection = await RawConnection.open(app.baseUrl);
    const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
    const headers = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked', Connection: 'close' };
    connection.request(`POST ${EVENTS}`, { ...app.gateway.headers, ...headers });
    connection.write(chunk(json.slice(0, 10)) + chunk(json.slice(10)) + chunk(''));
    await connection.end();
    expect(connection.text).toMatch(/^HTTP\/1\.1 202 /);
  });

  it.each<[string, string | Buffer<ArrayBuffer>, Record<string, string>, ProblemCode]>([
    ['1 MiB and a byte', json.padEnd(MIB + 1), {}, 'payload_too_large'],
    ['10 MiB', json.padEnd(10 * MIB), {}, 'payload_too_large'],
    ['what gzip makes of 50 MiB', gzipSync(json.padEnd(50 * MIB)), gzip, 'payload_too_large'],
    ['half of it', json.slice(0, -1), {}, 'invalid_request'],
    ['two of them', json + json, {}, 'invalid_request'],
    ['a comment', `/* */${json}`, {}, 'invalid_request'],
    ['text', '"text"', {}, 'invalid_request'],
    ['null', 'null', {}, 'invalid_request'],
    ['NaN', json.replace('{', '{"payload":{"n":NaN},'), {}, 'invalid_request'],
    ['a newline in text', json.replace('Something', 'Some\nthing'), {}, 'invalid_request'],
    ['100,000 lists in one another', '['.repeat(100_000) + ']'.repeat(100_000), {}, 'invalid_request'],
    ['100,000 objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, {}, 'invalid_request'],
    ['what is not gzip', json, gzip, 'invalid_request'],
    ['half of gzip', gzipSync(json).subarray(0, 30), gzip, 'invalid_request'],
    ['an unknown encoding', json, { 'Content-Encoding': 'rot13' }, 'unsupported_media_type'],
    ['text/plain', json, { 'Content-Type': 'text/plain' }, 'unsupported_media_type'],
    ['a form', 'summary=x', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'unsupported_media_type'],
    ['several parts', json, { 'Content-Type': 'multipart/form-data; boundary=x' }, 'unsupported_media_type'],
    ['no type', json, { 'Content-Type': '' }, 'unsupported_media_type'],
    ['another charset', json, { 'Content-Type': 'application/json; charset=iso-8859-1' }, 'unsupported_media_type'],
  ])('%s is refused', async (_, body, headers, code) => {
    expect(await send(body, headers)).toMatchObject(problem(code));
  });

  it('bytes that are not UTF-8 are refused, not replaced', async () => {
    const [before, after] = json.split('Something');
    const { body: start } = await app.reader.call('GET', `${EVENTS}?limit=1`);
    for (const wrong of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf]]) {
      expect(await send(bytes(before!, wrong, after!))).toMatchObject(problem('invalid_request'));
    }
    expect((await app.reader.call('GET', `${EVENTS}?limit=1`)).body).toEqual(start);
  });

  it('JSON in UTF-16 is refused, and the response says so', async () => {
    const type = { 'Content-Type': 'application/json; charset=utf-16le' };
    expect(await send(Buffer.from(json, 'utf16le'), type)).toMatchObject(problem('unsupported_media_type'));
  });

  it('and the service still works', async () => {
    await app.gateway.publish(event());
  });
});
