/** A minimal Nest application: `@Sse()` with one rxjs Subject, and a POST that does nothing, to compare issuing tokens with. */
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post, Sse } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Observable, Subject } from 'rxjs';
import { listen } from './listen.js';

interface Message {
  data: object;
}

const messages = new Subject<Message>();

@Controller()
class StreamController {
  @Sse('stream')
  stream(): Observable<Message> {
    return messages;
  }

  @Post('events')
  @HttpCode(202)
  publish(@Body() { events }: { events: object[] }): { accepted: number } {
    for (const data of events) messages.next({ data });
    return { accepted: events.length };
  }

  @Post('bare')
  @HttpCode(200)
  bare(): { sse_token: string; expires_in_sec: number } {
    return { sse_token: 'b'.repeat(43), expires_in_sec: 60 };
  }
}

@Module({ controllers: [StreamController] })
class StreamModule {}

const app = await NestFactory.create<NestExpressApplication>(StreamModule, { logger: false });
app.useBodyParser('json', { limit: '2mb' });
await app.init();
listen(app.getHttpServer());
