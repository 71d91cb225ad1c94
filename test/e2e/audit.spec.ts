// After an incident an auditor must find who did what. So every action has its line in the trail, and no line has a secret.
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { type Instance } from '../../cluster/instance.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { ACTIONS } from '../../src/audit/actions.js';
import { digestOf, tokenId } from '../../src/sse-token/sse-token.js';
import { Api, event } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential, used } from '../support/used-credentials.js';
import { auditLine, auditLines } from './support/audit-lines.js';

const EVENTS = '/operator/api/events';
/** The form of an id, and no stream's. */
const NO_STREAM = '00000000000-00000000';

describe('the audit trail', () => {
  const directory = createRunDirectory('audit');
  const file = join(directory, 'audit.log');
  const principals = join(directory, 'principals.yaml');
  let instances: Instances;
  let instance: Instance;
  let admin: Api;
  const reader = newCredential();

  beforeAll(async () => {
    writeFileSync(principals, 'principals: []\n');
    instances = new Instances({
      VX11_STORE: 'memory',
      VX11_PRINCIPAL_TOKEN: reader,
      VX11_PRINCIPALS_FILE: principals,
      VX11_AUDIT: file,
    });
    instance = await instances.add({ VX11_OPERATOR_RATE_BURST: '20', VX11_OPERATOR_RATE_LIMIT: '1' });
    admin = instances.api(instance);
  });
  afterAll(() => instances.stop());

  it('tells of a token, its stream and its end', async () => {
    const { token, id } = await issued(admin);
    const stream = await SseReader.open(admin.streamUrl(token));
    const opened = await auditLine([file], { action: 'stream.open', token_id: id });
    expect(opened).toMatchObject({ outcome: 'done', principal: 'operator', address: '127.0.0.1' });
    const redeemed = await auditLine([file], { action: 'token.redeem', token_id: id });
    expect(redeemed).toMatchObject({ outcome: 'done', stream_id: opened.stream_id });
    const [last] = await admin.publish(event());
    expect(await auditLine([file], { action: 'events.publish' })).toMatchObject({ counts: { events: 1 } });
    stream.close();
    await auditLine([file], { action: 'stream.end', stream_id: opened.stream_id, token_id: id, reason: 'client' });
    const resumed = await admin.stream('', { 'Last-Event-ID': last! });
    await auditLine([file], { action: 'stream.resume' });
    resumed.close();
    await (await SseReader.open(admin.streamUrl(token))).end();
    const replay = await auditLine([file], {
      action: 'token.redeem',
      outcome: 'refused',
      reason: 'used',
      token_id: id,
    });
    expect(replay).toMatchObject({ principal: 'operator', address: '127.0.0.1' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('tells who was refused, and for what', async () => {
    await new Api(instance.baseUrl, newCredential()).call('GET', EVENTS);
    await auditLine([file], { action: 'credential.refuse', outcome: 'refused', reason: 'wrong_credential' });
    await new Api(instance.baseUrl, reader).call('POST', EVENTS, event());
    await auditLine([file], { action: 'credential.refuse', reason: 'missing_right' });
    await admin.call('POST', EVENTS, { events: [] });
    await auditLine([file], { action: 'events.publish', outcome: 'refused', reason: 'invalid_request' });
    const unknown = used(Buffer.alloc(32, 7).toString('base64url'));
    await (await SseReader.open(admin.streamUrl(unknown))).end();
    await auditLine([file], { action: 'token.redeem', reason: 'unknown' });
    const statuses = await Promise.all(
      Array.from({ length: 40 }, () => new Api(instance.baseUrl, reader).call('POST', `${EVENTS}/sse-token`)),
    );
    for (const { body } of statuses) if (typeof body.sse_token === 'string') used(body.sse_token);
    await auditLine([file], { action: 'limit.hit', outcome: 'refused', reason: 'tokens', principal: 'principal' });
  });

  it('tells who revoked what, and what became of files that changed', async () => {
    const stream = await admin.stream();
    await stream.first('snapshot');
    await admin.call('DELETE', '/operator/api/principals/operator/sessions');
    const revoked = await auditLine([file], { action: 'sessions.revoke', target: 'operator' });
    expect(revoked).toMatchObject({ outcome: 'done', principal: 'operator', counts: { streams: 1 } });
    await stream.end();
    await auditLine([file], { action: 'stream.end', reason: 'revoked' });
    await admin.call('DELETE', `/operator/api/streams/${NO_STREAM}`);
    await auditLine([file], { action: 'stream.revoke', target: NO_STREAM });
    writeFileSync(principals, 'principals: 7\n');
    await auditLine([file], { action: 'principals.reload', outcome: 'refused', target: principals });
    writeFileSync(principals, 'principals: []\n# as it was\n');
    await auditLine([file], { action: 'principals.reload', outcome: 'done', counts: { principals: 0 } });
  });

  it('goes on in a new file when it was moved away, and on SIGHUP', async () => {
    const moved = join(directory, 'audit-1.log');
    renameSync(file, moved);
    await eventually(async () => (await admin.publish(event()), existsSync(file) || undefined), { what: 'a new file' });
    const again = join(directory, 'audit-2.log');
    renameSync(file, again);
    process.kill(instance.pid, 'SIGHUP');
    await eventually(() => existsSync(file) || undefined, { what: 'the file that SIGHUP asked for' });
    await admin.publish(event({ summary: 'after SIGHUP' }));
    await auditLine([file], { action: 'events.publish', outcome: 'done' });
    const had = new Set(auditLines(moved, again, file).map(({ action }) => action));
    expect([...had].sort()).toEqual(
      Object.keys(ACTIONS)
        .filter((action) => action !== 'audit.lost')
        .sort(),
    );
  });
});

describe('the audit trail of an instance whose store is away', () => {
  let instances: Instances;
  afterEach(() => instances.stop());

  it('tells that a stream was not opened, and of no token where none came', async () => {
    const file = join(createRunDirectory('audit-away'), 'audit.log');
    instances = new Instances({ REDIS_URL: `redis://127.0.0.1:${await freePort()}`, VX11_AUDIT: file });
    const { baseUrl } = await instances.addUnready();
    const headers = { 'X-VX11-Token': instances.credential };
    await (await SseReader.open(`${baseUrl}${EVENTS}/stream`, { headers })).end();
    await auditLine([file], { action: 'stream.open', outcome: 'failed', reason: 'store_unavailable' });
    expect(auditLines(file).map(({ action }) => action)).toEqual(['stream.open']);
  });
});

/** A token and its public id. */
async function issued(api: Api): Promise<{ token: string; id: string }> {
  const token = await api.token();
  return { token, id: tokenId(digestOf(token)) };
}
