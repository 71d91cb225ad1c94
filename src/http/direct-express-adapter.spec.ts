// The routes that are used most are served without Express, to save time. Nothing else may differ: the service must respond to other methods, and refuse
// requests, as it would with Express.
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import {
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Header,
  HttpCode,
  Module,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { eventually } from '../../cluster/eventually.js';
import { RawConnection } from '../../test/e2e/support/raw-connection.js';
import { DirectExpressAdapter } from './direct-express-adapter.js';
import { type RoutedRequest } from './routed-request.js';

@Catch()
class BrokenFilter implements ExceptionFilter {
  catch(): never {
    throw new Error('as told, too');
  }
}

@Controller()
class SampleController {
  @Get('direct')
  direct(@Query() query: object, @Req() { path, route }: RoutedRequest, @Res() response: ServerResponse): void {
    response.end(JSON.stringify({ query, path, route: (route as { path: string }).path }));
  }

  @Get('never')
  never(@Res() _response: ServerResponse): void {
    // Never answered, so that what is pipelined behind it waits.
  }

  /** Uses up a turn of the event loop. */
  @Get('busy')
  busy(): string {
    const end = performance.now() + 5;
    while (performance.now() < end);
    return 'done';
  }

  @Post('made')
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  make(@Query() query: object): object {
    return { made: 'é', query };
  }

  @Post('refused')
  refuse(): never {
    throw new Error('as told');
  }

  @Get('broken')
  @UseFilters(BrokenFilter)
  broken(): never {
    throw new Error('as told');
  }

  @Get('plain/:name')
  plain(@Param('name') name: string): string {
    return name;
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

describe('direct routes', () => {
  let app: NestExpressApplication;
  let port: number;
  let throughExpress: number;
  let arrived: (string | undefined)[];
  let departed: number;

  beforeAll(async () => {
    const adapter = new DirectExpressAdapter(express(), ['/direct', 'GET /broken', 'POST /made', 'POST /refused']);
    app = await NestFactory.create<NestExpressApplication>(SampleModule, adapter, { logger: false });
    adapter.onArrival(({ method }: IncomingMessage) => void arrived.push(method));
    adapter.onDeparture(() => void departed++);
    app.use((_: Request, __: Response, next: NextFunction) => {
      throughExpress++;
      next();
    });
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });

  beforeEach(() => {
    throughExpress = 0;
    arrived = [];
    departed = 0;
  });

  afterAll(() => app.close());

  async function ask(target: string, method = 'GET'): Promise<{ status: number; body: string }> {
    const connection = await RawConnection.open(`http://127.0.0.1:${port}`);
    connection.request(`${method} ${target}`, { Connection: 'close' });
    await connection.end();
    const { head, body } = connection.response;
    return { status: Number(head.split(' ')[1]), body };
  }

  it('go from node to Nest, with path, route and query', async () => {
    const answer = await ask('/direct?a=1&b=2&b=3&c=%20');
    expect(answer.status).toBe(200);
    const query = { a: '1', b: ['2', '3'], c: ' ' };
    expect(JSON.parse(answer.body)).toEqual({ query, path: '/direct', route: '/direct' });
    expect(throughExpress).toBe(0);
    expect(arrived).toEqual(['GET']);
  });

  it.each(['/direct?a=1', 'http://127.0.0.1/direct?a=1', '/direct?a=1#part', 'HTTP://x:1/direct?a=1#?b=2'])(
    'are answered the same in every form of their target: %s',
    async (target) => {
      expect(JSON.parse((await ask(target)).body)).toMatchObject({ query: { a: '1' }, path: '/direct' });
      expect([throughExpress, arrived]).toEqual([0, ['GET']]);
    },
  );

  it('respond with what the handler returns, and its status and headers, or with what the filter makes of an error', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/made?a=1`, { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([201, { made: 'é', query: { a: '1' } }]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '31',
      'cache-control': 'no-store',
    });
    expect((await ask('/refused', 'POST')).status).toBe(500);
    expect([throughExpress, arrived]).toEqual([0, ['POST', 'POST']]);
    expect((await ask('/made')).status).toBe(404);
  });

  it('take nothing from other routes, and are reached in no other way', async () => {
    expect(await ask('/plain/x')).toMatchObject({ status: 200, body: 'x' });
    for (const target of ['/direct/', '/directx', '//direct', '/%64irect', '/direct%3Fa=1', '/direct;a=1', '/DIRECT']) {
      expect((await ask(target)).status).toBe(404);
    }
    for (const method of ['POST', 'HEAD', 'OPTIONS']) expect((await ask('/direct', method)).status).toBe(404);
    expect(throughExpress).toBe(11);
  });

  it('are told once when each response is over, also one whose turn on the connection never came', async () => {
    const connection = await RawConnection.open(`http://127.0.0.1:${port}`);
    const pipelined = ['/plain/x', '/never', '/direct', '/plain/y', '/direct'];
    connection.write(pipelined.map((path) => `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`).join(''));
    await eventually(() => arrived.length === pipelined.length || undefined, { what: 'all requests to arrive' });
    connection.close();
    await eventually(() => departed === pipelined.length || undefined, { what: 'all of them to be over' });
    await ask('/direct');
    expect(departed).toBe(pipelined.length + 1);
  });

  it('close the connection, and do not end the process, when even the filter fails', async () => {
    expect(await ask('/broken')).toEqual({ status: NaN, body: '' });
    expect((await ask('/direct')).status).toBe(200);
  });

  it('are answered in order when they wait for a turn, and a connection on which too many wait is closed', async () => {
    const request = 'GET /busy HTTP/1.1\r\nHost: test\r\n\r\n';
    const some = await RawConnection.open(`http://127.0.0.1:${port}`);
    some.write(request.repeat(10));
    await some.until(/(?:HTTP\/1\.1 200 [^]*?done){10}/);
    some.close();
    const many = await RawConnection.open(`http://127.0.0.1:${port}`);
    many.write(request.repeat(40));
    await many.end();
    await eventually(() => departed === 50 || undefined, { what: 'all requests to be over' });
  });

  it('keep 700 connections that come at once, none of which has to be opened again', async () => {
    let connected = 0;
    const sockets = Array.from({ length: 700 }, () => connect(port, '127.0.0.1', () => connected++));
    // One that the kernel dropped is connected a second later.
    const until = performance.now() + 900;
    while (connected < sockets.length && performance.now() < until) await setImmediate();
    for (const socket of sockets) socket.destroy();
    expect(connected).toBe(sockets.length);
  });
});
