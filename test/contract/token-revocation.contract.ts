import {
  grantFor,
  newDigest,
  REVOCATIONS_KEPT,
  type TokenStoreProperty,
  type TokenStoreUnderTest,
} from './token-store.contract.js';

// What every token store must do when a principal's sessions are revoked.

/** After a laptop was lost, its tokens must be refused, and no others. The refusal must tell an operator that they were revoked. */
async function revokedTokensAreDead({
  stores: [a, b, c],
  revocations: [one, two],
}: TokenStoreUnderTest): Promise<void> {
  const names = ['operator', 'año "quoted"', 'opera', 'gateway'];
  const digests = new Map(names.map((name) => [name, newDigest()]));
  for (const [name, digest] of digests) await a.issue(digest, grantFor(name), 60);
  await one.revokePrincipal('operator');
  await two.revokePrincipal('año "quoted"');
  await two.revokeStream('gateway');
  for (const name of ['operator', 'año "quoted"']) {
    const digest = digests.get(name)!;
    expect(await b.redeem(digest, names)).toEqual({ refused: 'revoked', principal: name });
    expect(await c.redeem(digest)).toEqual({ refused: 'revoked', principal: name });
  }
  expect((await a.stats()).live).toBe(2);
  for (const name of ['opera', 'gateway']) {
    expect(await c.redeem(digests.get(name)!)).toMatchObject({ grant: { principal: name } });
    expect(await c.redeem(digests.get(name)!)).toEqual({ refused: 'used', principal: name });
  }
}

/** A principal that was revoked by mistake must get in with its next token: a grant has the number of the revocation before it. */
async function laterTokensAreGood({ stores: [a, b, c], revocations: [one, two] }: TokenStoreUnderTest): Promise<void> {
  for (const [index, revocations] of [one, two, one].entries()) {
    const generation = await revocations.revokePrincipal('operator');
    const [digest, deferred] = [newDigest(), newDigest()];
    // A grant that is issued again gets the number of its new token, whichever number it had.
    const grant = grantFor('operator', { modules: ['madre'], generation: 7_000 });
    for (const one of [digest, deferred]) await a.issue(one, grant, 60);
    expect(await b.redeem(digest)).toEqual({ grant: { ...grant, generation } });
    expect(await c.redeem(deferred, ['operator'])).toEqual({ deferred: { ...grant, generation } });
    expect(generation).toBe(index + 1);
  }
}

/** Once a revocation has returned, no earlier token may open a stream, whatever was under way. */
async function nothingRedeemsAfterARevocation({ stores, revocations }: TokenStoreUnderTest): Promise<void> {
  const digests = Array.from({ length: 300 }, newDigest);
  for (const digest of digests) await stores[0].issue(digest, grantFor('operator'), 60);
  let revoked = false;
  const race = digests.map(async (digest, index) => {
    // In waves, so that some come before the revocation and some behind it.
    for (let turn = 0; turn < index % 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    const after = revoked;
    return { after, outcome: await stores[index % 3]!.redeem(digest) };
  });
  const revocation = revocations[1].revokePrincipal('operator').then(() => (revoked = true));
  const late = revocation.then(() => Promise.all(stores.map((store) => store.redeem(digests[299]!))));
  const outcomes = await Promise.all(race);
  expect(outcomes.filter(({ after, outcome }) => after && 'grant' in outcome)).toEqual([]);
  const refused = outcomes.flatMap(({ outcome }) => ('refused' in outcome ? [outcome.refused] : []));
  expect(refused).toEqual(refused.map(() => 'revoked'));
  expect((await late).filter((outcome) => 'grant' in outcome)).toEqual([]);
  expect(refused.length).toBeGreaterThan(0);
}

/** The store keeps a bounded number of revocations. When it forgets one, the tokens of that one must stay refused. */
async function forgottenRevocationsStay({ stores: [a, b], revocations: [one] }: TokenStoreUnderTest): Promise<void> {
  const [revoked, old] = [newDigest(), newDigest()];
  await a.issue(revoked, grantFor('operator'), 60);
  await a.issue(old, grantFor('gateway'), 60);
  await one.revokePrincipal('operator');
  const fresh = newDigest();
  for (let n = 0; n < 2 * REVOCATIONS_KEPT; n++) {
    if (n === 1.5 * REVOCATIONS_KEPT) await a.issue(fresh, grantFor('operator'), 60);
    await one.revokePrincipal(`other ${n}`);
  }
  expect(await b.redeem(revoked)).toEqual({ refused: 'revoked', principal: 'operator' });
  // The store does not know any more which principals the forgotten revocations concerned.
  expect(await b.redeem(old)).toEqual({ refused: 'revoked', principal: 'gateway' });
  expect(await b.redeem(fresh)).toMatchObject({ grant: { principal: 'operator' } });
}

export const TOKEN_REVOCATION_CONTRACT: readonly [claim: string, property: TokenStoreProperty][] = [
  ['refuses the tokens of a principal that was revoked, and no others', revokedTokensAreDead],
  ['redeems tokens that were issued after a revocation', laterTokensAreGood],
  ['redeems nothing after a revocation in the middle of 300 racing redeemers', nothingRedeemsAfterARevocation],
  ['revives nothing when it forgets revocations', forgottenRevocationsStay],
];
