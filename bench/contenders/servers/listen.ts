import { type Server } from 'node:http';

/** Listens where the environment says, with a backlog that takes a storm of connections; ends on SIGTERM. */
export function listen(server: Server): void {
  server.keepAliveTimeout = 60_000;
  server.listen({ port: Number(process.env.PORT), host: process.env.HOST, backlog: 4096 });
  process.on('SIGTERM', () => process.exit());
}
