import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type GoCommand, GoContender } from './go-contender.js';

const HUB = '/.well-known/mercure';
const TOPIC = 'bench';

/** Mercure: a hub in Go, with the newest 10,000 events in a Bolt database. An event is one request; there are no batches. */
export class Mercure extends GoContender {
  readonly name = 'Mercure';
  protected readonly program = { name: 'mercure-hub', source: 'bench/contenders/servers/mercure' };
  protected readonly streamPath = `${HUB}?topic=${TOPIC}`;
  private readonly key = randomBytes(32).toString('hex');

  sink(): SinkSpec {
    const request = this.request(HUB, { Authorization: `Bearer ${publisherToken(this.key)}` });
    const wrap = { before: `topic=${TOPIC}&data=`, after: '', type: 'application/x-www-form-urlencoded' };
    return { kind: 'http-each', request, wrap };
  }

  /** The constants of servers/mercure/main.go. */
  protected describe(): Record<string, unknown> {
    const constants = readFileSync(repositoryFile('bench/contenders/servers/mercure/main.go'), 'utf8');
    const valueOf = (name: string) => new RegExp(`\\b${name} += (.+)`).exec(constants)?.[1];
    return { transport: 'bolt', historySize: valueOf('historySize'), heartbeat: valueOf('heartbeat') };
  }

  protected command(port: number, runDir: string): GoCommand {
    return { env: { PORT: String(port), PUBLISHER_KEY: this.key, DATABASE: join(runDir, 'updates.db') } };
  }
}

/** Returns a JWT that may publish to every topic. */
function publisherToken(key: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ mercure: { publish: ['*'] } })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
