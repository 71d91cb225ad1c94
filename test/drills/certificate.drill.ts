// A certificate is replaced every few weeks, at an hour that nobody chooses.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createParser } from 'eventsource-parser';
import { makeCertificate } from '../../cluster/certificate.js';
import { eventually } from '../../cluster/eventually.js';
import { page } from '../docs/support/markdown.js';
import { event } from '../support/api.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';

const STREAMS = 100;

describe('docs/deployment/rotation.md, the certificate of nginx', () => {
  let project: ComposeProject;
  let old: ClientHttp2Session;
  const received: string[][] = [];

  beforeAll(async () => {
    project = await ComposeProject.create();
    const [, override] = /```yaml\n([^]*?)```/.exec(page('docs/deployment/prepare.md'))!;
    writeFileSync(join(project.directory, 'docker-compose.override.yml'), override!);
    await project.begin('(umask 077 && sh deploy/make-env.sh > .env) && docker compose up --detach --wait');
    old = connectHttp2(project.nginx.baseUrl, { ca: readFileSync(project.nginx.caFile!) });
    for (let n = 0; n < STREAMS; n++) received.push(await idsOf(old));
  }, 120_000);

  afterAll(async () => {
    old.destroy();
    await project.stop();
  });

  /** Opens a stream over a connection and returns the ids of its events, as they come. */
  async function idsOf(session: ClientHttp2Session): Promise<string[]> {
    const token = await api().token();
    const stream = session.request({ ':path': `/operator/api/events/stream?token=${token}&snapshot=0&module=tls` });
    const ids: string[] = [];
    const parser = createParser({ onEvent: ({ event: name, id }) => void (name === undefined && id && ids.push(id)) });
    stream.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
    await once(stream, 'data');
    return ids;
  }

  const api = () => project.apiOf(project.all[0]!);
  const publish = () => api().publish(event({ module: 'tls' }));

  it('is read anew on HUP: open streams go on with every event, new connections get the new one', async () => {
    const next = `${project.tlsDirectory}.new`;
    mkdirSync(next);
    await makeCertificate(next, 30);
    const published = await publish();
    await project.shell.follow(stepsOf('docs/deployment/rotation.md', 'certificate'));
    const { serialNumber } = new X509Certificate(readFileSync(join(next, 'tls.crt')));
    const isShown = async () => (await shownAt(project.nginx.port)) === serialNumber || undefined;
    await eventually(isShown, { what: 'the new certificate' });
    await project.shell.follow(stepsOf('docs/deployment/rotation.md', 'certificate-used'));
    for (let n = 0; n < 20; n++) published.push(...(await publish()));
    const complete = () => received.every((ids) => ids.length >= published.length) || undefined;
    await eventually(complete, { what: 'every event at every stream' });
    expect(received.filter((ids) => ids.join() !== published.join())).toEqual([]);
    expect(old.destroyed).toBe(false);
  }, 120_000);
});

/** The serial number of the certificate that a new connection gets. */
async function shownAt(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}
