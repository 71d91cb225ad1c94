/** A server with better-sse on Express, as its documentation shows it: one channel with every session. */
import { createServer } from 'node:http';
import { createChannel, createSession } from 'better-sse';
import express, { type Request, type Response } from 'express';
import { listen } from './listen.js';

const app = express();
const channel = createChannel();

app.get('/stream', async (request: Request, response: Response) => {
  channel.register(await createSession(request, response));
});

app.post('/events', express.json({ limit: '2mb' }), (request: Request, response: Response) => {
  const { events } = request.body as { events: object[] };
  for (const event of events) channel.broadcast(event);
  response.status(202).json({ accepted: events.length });
});

listen(createServer(app));
