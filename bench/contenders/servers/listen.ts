import { type Server } from 'node:http';

/** Listens at HOST and PORT of the environment, with a backlog for many connections at once. Ends the process on SIGTERM. */
export function listen(server: Server): void {
  server.keepAliveTimeout = 60_000;
  server.listen({ port: Number(process.env.PORT), host: process.env.HOST, backlog: 4096 });
  process.on('SIGTERM', () => process.exit());
}
