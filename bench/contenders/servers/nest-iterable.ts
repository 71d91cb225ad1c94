/** A minimal Nest application whose stream is a streaming response: the handler returns an async iterable of frames. */
import 'reflect-metadata';
import { EventEmitter, on } from 'node:events';
import { Body, Controller, Get, Header, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { listen } from './listen.js';

const published = new EventEmitter().setMaxListeners(0);

async function* frames(): AsyncGenerator<string> {
  const events = on(published, 'event') as AsyncIterable<[object]>;
  yield ': open\n\n';
  for await (const [event] of events) yield `data: ${JSON.stringify(event)}\n\n`;
}

@Controller()
class StreamController {
  @Get('stream')
  @Header('Content-Type', 'text/event-stream')
  stream(): AsyncIterable<string> {
    return frames();
  }

  @Post('events')
  @HttpCode(202)
  publish(@Body() { events }: { events: object[] }): { accepted: number } {
    for (const event of events) published.emit('event', event);
    return { accepted: events.length };
  }
}

@Module({ controllers: [StreamController] })
class StreamModule {}

const app = await NestFactory.create<NestExpressApplication>(StreamModule, { logger: false });
app.useBodyParser('json', { limit: '2mb' });
await app.init();
listen(app.getHttpServer());
