import { eventually } from '../../cluster/eventually.js';
import { type Supersessions } from '../../src/revocation/supersessions.js';
import { type ResumeDigest, type ResumeRequest, type ResumeTimes } from '../../src/token-store/resume.js';
import { LIMITED } from '../../src/token-store/token-store.interface.js';
import { BOUNDS, grantFor, newDigest, type TokenStoreUnderTest } from './token-store.contract.js';

// What every token store must do for callers with a resume cookie.

export interface ResumesUnderTest extends TokenStoreUnderTest {
  /** The open seats of the same instances. */
  readonly supersessions: readonly [Supersessions, Supersessions, Supersessions];
}

/** Of every store of the contract. */
export const RESUME_TIMES: ResumeTimes = { seconds: 2, maxSeconds: 4 };

type ResumeProperty = (under: ResumesUnderTest) => Promise<void>;

let streams = 0;

function request(entry: string = newDigest(), place?: string): ResumeRequest {
  return { entry: entry as ResumeDigest, stream: `stream-${++streams}`, place };
}

/** A browser repeats a URL whose token is spent. With its cookie it must get the grant again, at any instance, and nobody else may. */
async function cookieAndTokenResume({ stores: [a, b, c] }: ResumesUnderTest): Promise<void> {
  const [digest, cookie] = [newDigest(), request()];
  const grant = grantFor('año "quoted"', { modules: ['madre'], severities: [] });
  await a.issue(digest, grant, 60);
  const first = await b.redeem(digest, [], cookie);
  expect(first).toMatchObject({ grant, seat: { entry: cookie.entry, resumed: false } });
  let last = 'seat' in first ? first.seat!.number : Infinity;
  for (const store of [c, a, b]) {
    const again = await store.redeem(digest, [], { ...cookie, stream: `stream-${++streams}` });
    expect(again).toMatchObject({ grant, seat: { entry: cookie.entry, resumed: true } });
    const number = 'seat' in again ? again.seat!.number : 0;
    expect(number).toBeGreaterThan(last);
    last = number;
  }
  expect(await c.redeem(digest)).toEqual({ refused: 'used', principal: 'año "quoted"' });
  expect(await c.redeem(digest, [], request())).toEqual({ refused: 'used', principal: 'año "quoted"' });
  expect(await a.redeem(newDigest(), [], request())).toEqual({ refused: 'unknown' });
}

/** A token that was redeemed without a cookie belongs to whoever redeemed it: a cookie that comes later gets nothing. */
async function noEntryWithoutCookie({ stores: [a, b] }: ResumesUnderTest): Promise<void> {
  const digest = newDigest();
  await a.issue(digest, grantFor('operator'), 60);
  expect(await b.redeem(digest)).toEqual({ grant: grantFor('operator', { issuedAt: expect.any(Number) as number }) });
  expect(await b.redeem(digest, [], request())).toEqual({ refused: 'used', principal: 'operator' });
}

/** Two requests with the same token and cookie at once must not leave two streams: one has the higher number, the other ends. */
async function oneSeatIsTheLast({ stores, supersessions }: ResumesUnderTest): Promise<void> {
  const [digest, cookie] = [newDigest(), request()];
  await stores[0].issue(digest, grantFor('operator'), 60);
  const seats = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const redemption = await stores[index % 3]!.redeem(digest, [], { ...cookie, stream: `stream-${++streams}` });
      return 'seat' in redemption ? redemption.seat! : undefined;
    }),
  );
  const numbers = seats.map((seat) => seat!.number);
  expect(new Set(numbers).size).toBe(60);
  expect(seats.filter((seat) => !seat!.resumed)).toHaveLength(1);
  const ended: number[] = [];
  for (const [index, number] of numbers.entries()) {
    supersessions[index % 3]!.hold(cookie.entry, number, () => ended.push(number));
  }
  await eventually(() => (ended.length === 59 ? true : undefined), { what: '59 of 60 streams to be superseded' });
  expect(ended).not.toContain(Math.max(...numbers));
}

/** The older stream of a browser that has moved to another instance must end, or its principal has two. */
async function resumingSupersedes({ stores: [a, b], supersessions: [one] }: ResumesUnderTest): Promise<void> {
  const [digest, cookie, other] = [newDigest(), request(), request()];
  const ended: string[] = [];
  for (const resume of [cookie, other]) {
    const token = resume === cookie ? digest : newDigest();
    await a.issue(token, grantFor('operator'), 60);
    const redemption = await a.redeem(token, [], resume);
    if (!('seat' in redemption)) throw new Error('There is no entry.');
    one.hold(resume.entry, redemption.seat!.number, () => ended.push(resume.entry));
  }
  await b.redeem(digest, [], request(cookie.entry));
  await eventually(() => ended[0], { what: 'the older stream to end' });
  expect(ended).toEqual([cookie.entry]);
}

/** Whoever lost a laptop revokes its principal, or ends the stream that it sees: the cookie in the laptop must be worth nothing. */
async function revocationsEndResumes({ stores: [a, b, c], revocations: [one, two] }: ResumesUnderTest): Promise<void> {
  const open = async (principal: string) => {
    const [digest, cookie] = [newDigest(), request()];
    await a.issue(digest, grantFor(principal), 60);
    await a.redeem(digest, [], cookie);
    return { digest, cookie };
  };
  const [revoked, ended, moved, kept] = [
    await open('lost'),
    await open('operator'),
    await open('operator'),
    await open('x'),
  ];
  await one.revokePrincipal('lost');
  await two.revokeStream(ended.cookie.stream);
  await two.revokeStream(moved.cookie.stream);
  expect(await b.redeem(revoked.digest, ['lost'], revoked.cookie)).toEqual({ refused: 'revoked', principal: 'lost' });
  expect(await b.redeem(ended.digest, [], request(ended.cookie.entry))).toMatchObject({ refused: 'revoked' });
  expect(await c.redeem(moved.digest, [], request(moved.cookie.entry))).toMatchObject({ refused: 'revoked' });
  // The entry is gone by now, so only the token is told of.
  expect(await c.redeem(ended.digest, [], ended.cookie)).toMatchObject({ refused: 'used' });
  expect(await c.redeem(kept.digest, [], kept.cookie)).toHaveProperty('seat.resumed', true);
}

/** Where its principal may have no further stream, nothing may change until there is a place; and the place that it leaves must be known. */
async function deferredResumesAreUntouched({ stores: [a, b, c] }: ResumesUnderTest): Promise<void> {
  const [digest, cookie] = [newDigest(), request(newDigest(), 'place-1')];
  const grant = grantFor('operator', { streamsMax: 2 });
  await a.issue(digest, grant, 60);
  expect(await b.redeem(digest, [LIMITED], cookie)).toMatchObject({ deferred: grant });
  const first = await b.redeem(digest, [], cookie);
  expect(first).toMatchObject({ seat: { resumed: false } });
  const next = request(cookie.entry, 'place-2');
  for (const names of [['operator'], ['x', LIMITED]]) {
    expect(await c.redeem(digest, names, next)).toMatchObject({ deferred: grant, predecessor: 'place-1' });
  }
  expect(await c.redeem(digest, ['x'], next)).toMatchObject({ grant, seat: { resumed: true } });
  expect(await c.redeem(digest, ['operator'], next)).toMatchObject({ deferred: grant, predecessor: 'place-2' });
}

/** A cookie in a backup must be worth nothing later: an entry that is not renewed goes, and none is renewed for ever. */
async function resumesEnd({ stores: [a, b] }: ResumesUnderTest): Promise<void> {
  const [idle, busy] = [
    { digest: newDigest(), cookie: request() },
    { digest: newDigest(), cookie: request() },
  ];
  for (const { digest, cookie } of [idle, busy]) {
    await a.issue(digest, grantFor('operator'), 60);
    await a.redeem(digest, [], cookie);
  }
  const startedAt = performance.now();
  let renewedAfter = 0;
  const over = async () => {
    const outcome = await b.redeem(busy.digest, [], busy.cookie);
    if (!('grant' in outcome)) return outcome;
    renewedAfter = performance.now() - startedAt;
    return undefined;
  };
  const refused = await eventually(over, { what: 'the token to be too old', everyMs: 100 });
  expect(refused).toEqual({ refused: 'used', principal: 'operator' });
  expect(renewedAfter).toBeGreaterThan(RESUME_TIMES.seconds * 1_000);
  expect(renewedAfter).toBeLessThan((RESUME_TIMES.maxSeconds + 1) * 1_000);
  expect(await b.redeem(idle.digest, [], idle.cookie)).toEqual({ refused: 'used', principal: 'operator' });
}

/** Somebody who opens streams without end must not fill the store: they open, and cannot be resumed. Others still can. */
async function entriesAreBounded({ stores: [a, b, c] }: ResumesUnderTest): Promise<void> {
  const large = { modules: Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm')) };
  const open = async (principal: string) => {
    const [digest, cookie] = [newDigest(), request()];
    await a.issue(digest, grantFor(principal, large), 60);
    const redemption = await b.redeem(digest, [], cookie);
    expect(redemption).toHaveProperty('grant');
    return 'seat' in redemption ? { digest, cookie } : undefined;
  };
  const opened = [];
  for (let count = 0; count < 400; count++) {
    const one = await open('greedy');
    if (!one) break;
    opened.push(one);
  }
  expect(opened.length).toBeGreaterThan((0.8 * BOUNDS.bytesPerPrincipal) / 8_000);
  expect(opened.length).toBeLessThan(BOUNDS.bytesPerPrincipal / 6_400);
  expect(await open('greedy')).toBeUndefined();
  expect(await open('modest')).toBeDefined();
  // To resume takes no more room.
  for (const { digest, cookie } of opened.slice(0, 5)) {
    expect(await c.redeem(digest, [], cookie)).toHaveProperty('seat.resumed', true);
  }
}

export const RESUME_CONTRACT: readonly [claim: string, property: ResumeProperty][] = [
  [
    'resumes the grant of a spent token for the cookie that it was redeemed with, at any instance',
    cookieAndTokenResume,
  ],
  ['resumes nothing that was redeemed without a cookie', noEntryWithoutCookie],
  ['leaves one seat of 60 racing openings', oneSeatIsTheLast],
  ['supersedes the stream of before, at any instance, and no other', resumingSupersedes],
  ['resumes nothing after a revocation of the principal or of the stream', revocationsEndResumes],
  ['leaves the entry of a principal alone that it is asked to leave alone', deferredResumesAreUntouched],
  ['forgets an entry when its time is up, however often it is renewed', resumesEnd],
  ['keeps no more bytes of entries than may be, and redeems all the same', entriesAreBounded],
];
