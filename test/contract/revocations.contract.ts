import { eventually } from '../../cluster/eventually.js';
import { type Revocation } from '../../src/revocation/revocation.js';
import { type Revocations } from '../../src/revocation/revocations.interface.js';

/** What every implementation must do, however it does it. Each property is tried where nothing is revoked yet. */
export interface RevocationsUnderTest {
  /** The revocations of two instances; the same twice where instances cannot share them. */
  readonly instances: readonly [Revocations, Revocations];
}

export type RevocationsProperty = (under: RevocationsUnderTest) => Promise<void>;

/** Records the revocations that an instance hears. */
export function heardBy(revocations: Revocations): Revocation[] {
  const heard: Revocation[] = [];
  revocations.follow((revocation) => heard.push(revocation));
  return heard;
}

export async function hears(heard: readonly Revocation[], count: number): Promise<void> {
  await eventually(() => heard.length >= count || undefined, { what: `${count} revocations, not ${heard.length}` });
}

/** The instance that has a stream ends it, and is seldom the one that got the request. */
async function everyInstanceHears({ instances: [a, b] }: RevocationsUnderTest): Promise<void> {
  const [atA, atB] = [heardBy(a), heardBy(b)];
  await a.revokePrincipal('operator');
  await b.revokeStream('stream-1');
  await a.revokePrincipal('año "quoted": \u2028');
  await a.revokePrincipal('operator');
  const expected = [
    { principal: 'operator', generation: 1 },
    { stream: 'stream-1', generation: 2 },
    { principal: 'año "quoted": \u2028', generation: 3 },
    { principal: 'operator', generation: 4 },
  ];
  for (const heard of [atA, atB]) {
    await hears(heard, 4);
    expect(heard).toEqual(expected);
  }
}

/** Of many revocations at once, each instance must hear every one, once, in the order of their numbers. */
async function inOrder({ instances: [a, b] }: RevocationsUnderTest): Promise<void> {
  const heard = [heardBy(a), heardBy(b)];
  const names = Array.from({ length: 60 }, (_, index) => `principal ${index}`);
  const numbers = await Promise.all(names.map((name, index) => [a, b][index % 2]!.revokePrincipal(name)));
  const consecutive = names.map((_, index) => index + 1);
  expect([...numbers].sort((x, y) => x - y)).toEqual(consecutive);
  for (const one of heard) {
    await hears(one, 60);
    expect(one.map(({ generation }) => generation)).toEqual(consecutive);
  }
}

/** A stream may open after its revocation was heard: it must then end at once. */
async function tellsWhatIsRevoked({ instances: [a, b] }: RevocationsUnderTest): Promise<void> {
  const heard = heardBy(b);
  const generation = await a.revokePrincipal('operator');
  await a.revokeStream('one');
  await hears(heard, 2);
  expect(a.revokes({ principal: 'operator' })).toBe(true);
  expect(b.revokes({ principal: 'operator', generation: generation - 1 })).toBe(true);
  expect(b.revokes({ principal: 'operator', generation })).toBe(false);
  expect(b.revokes({ principal: 'gateway' })).toBe(false);
  expect(b.revokes({ principal: 'gateway', generation, stream: 'one' })).toBe(true);
  expect(b.revokes({ principal: 'gateway', generation, stream: 'two' })).toBe(false);
}

/** A grant that an instance makes by itself has the newest number that the instance knows, and is good until a later revocation. */
async function numberWhatIsGrantedNow({ instances: [a, b] }: RevocationsUnderTest): Promise<void> {
  expect([a.newest, b.newest]).toEqual([0, 0]);
  const heard = heardBy(b);
  const generation = await a.revokePrincipal('operator');
  await hears(heard, 1);
  expect([a.newest, b.newest]).toEqual([generation, generation]);
  expect(b.revokes({ principal: 'operator', generation: b.newest })).toBe(false);
}

/** A stream that opens after a revocation stays open at every instance, also at one that hears of the revocation later. */
async function spareWhatIsGrantedAfterwards({ instances: [a, b] }: RevocationsUnderTest): Promise<void> {
  const heard = heardBy(b);
  expect(await b.generation()).toBe(0);
  for (let count = 1; count <= 20; count++) {
    const revoked = await a.revokePrincipal('operator');
    const generation = await b.generation();
    expect(generation).toBe(revoked);
    expect(b.revokes({ principal: 'operator', generation })).toBe(false);
    await hears(heard, count);
    expect(b.revokes({ principal: 'operator', generation })).toBe(false);
  }
}

/** Two listeners hear each revocation; a fault in one must not leave the streams of the other open. */
async function listenersDoNotDisturbOneAnother({ instances: [a] }: RevocationsUnderTest): Promise<void> {
  a.follow(() => {
    throw new Error('a listener that fails');
  });
  const heard = heardBy(a);
  await a.revokePrincipal('operator');
  await hears(heard, 1);
}

export const REVOCATIONS_CONTRACT: readonly [claim: string, property: RevocationsProperty][] = [
  ['are heard by every instance', everyInstanceHears],
  ['are heard in order, each once, however many come together', inOrder],
  ['can be asked about', tellsWhatIsRevoked],
  ['number what is granted now', numberWhatIsGrantedNow],
  ['spare what is granted afterwards', spareWhatIsGrantedAfterwards],
  ['are heard although another listener fails', listenersDoNotDisturbOneAnother],
];
