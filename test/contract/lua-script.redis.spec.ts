// Every token and every event goes through a script. Its text must cross the network once, not with every call, and the calls that
// coincide must not cost a system call each.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RedisServer } from '../../cluster/redis-server.js';
import { outcomeOf } from '../../src/redis/redis-failure.js';
import { luaScript } from '../../src/redis/lua-script.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { close, connect, rejection } from './support/redis-connections.js';

const KEYS = ['{vx11}:ключ'];
const TEXT = "#!lua\nreturn { KEYS[1], ARGV[1], 7, { 'nested', ARGV[2] } }\n";

describe('a script', () => {
  let server: RedisServer;
  let service: RedisService;
  let file: URL;
  beforeAll(async () => {
    server = await RedisServer.start();
    const path = join(mkdtempSync(join(tmpdir(), 'vx11-')), 'echo.lua');
    writeFileSync(path, TEXT);
    file = pathToFileURL(path);
  });
  beforeEach(async () => (service = await connect({ REDIS_URL: server.url })));
  afterEach(() => close(service));
  afterAll(() => server.kill());

  const calls = async (command: string) => {
    const stats = await server.cli('INFO', 'commandstats');
    return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0);
  };

  it('gets keys and arguments as they are, and its reply is text and numbers', async () => {
    const script = luaScript(service.commands.client, file);
    const reply = [...KEYS, 'a\r\n$1', 7, ['nested', '2.5']];
    expect(await script(KEYS, ['a\r\n$1', 2.5])).toEqual(reply);
    expect(await script(KEYS, ['a\r\n$1', 2.5])).toEqual(reply);
  });

  it('is sent as text once, then by its digest', async () => {
    const script = luaScript(service.commands.client, file);
    const before = [await calls('eval'), await calls('evalsha')] as const;
    for (let call = 0; call < 4; call++) await script(KEYS, [call, '']);
    expect([(await calls('eval')) - before[0], (await calls('evalsha')) - before[1]]).toEqual([1, 3]);
  });

  it('is sent as text again when Redis has forgotten it', async () => {
    const script = luaScript(service.commands.client, file);
    await script(KEYS, ['1', '']);
    await server.cli('SCRIPT', 'FLUSH');
    expect(await script(KEYS, ['2', ''])).toEqual([...KEYS, '2', 7, ['nested', '']]);
  });

  it('is written with the other calls of its turn, in their order', async () => {
    const { client } = service.commands;
    const [one, other] = [luaScript(client, file), luaScript(client, file)];
    const { stream } = client;
    const replies = Array.from({ length: 40 }, (_, call) => (call % 2 ? one : other)(KEYS, [call, '']));
    expect(stream.writableCorked).toBe(1);
    const order: unknown[] = [];
    await Promise.all(replies.map(async (reply) => order.push(((await reply) as unknown[])[1])));
    expect(stream.writableCorked).toBe(0);
    expect(order).toEqual(Array.from({ length: 40 }, (_, call) => String(call)));
  });

  it('can be tried again at once until the connection is back: the event loop goes on meanwhile', async () => {
    const script = luaScript(service.commands.client, file);
    service.commands.client.stream.destroy();
    let tries = 0;
    const untilRun = async (): Promise<unknown> => script(KEYS, ['1', '']).catch(() => (tries++, untilRun()));
    expect(await untilRun()).toEqual([...KEYS, '1', 7, ['nested', '']]);
    expect(tries).toBeGreaterThan(0);
  });

  it('was not run where there is no connection', async () => {
    const script = luaScript(service.commands.client, file);
    await close(service);
    const { error } = await rejection(script(KEYS, ['1', '']));
    expect(outcomeOf(error)).toBe('not_applied');
  });
});
