// A revocation is sent as a key: a key that is misread ends the wrong streams.
import { Logger } from '@nestjs/common';
import { Generations } from './generations.js';
import { keyOf, toTarget } from './revocation.js';
import { RevocationsUnavailableError } from './revocations.errors.js';
import { MemoryRevocations } from './revocations.memory.js';

describe('what is revoked', () => {
  it.each([
    [{ principal: 'operator' }, 'principal:operator'],
    [{ principal: 'jwt:alice' }, 'principal:jwt:alice'],
    [{ stream: 'one' }, 'stream:one'],
    [{ principal: '' }, 'principal:'],
  ])('has a key that names it: %j', (target, key) => {
    expect([keyOf(target), toTarget(key)]).toEqual([key, target]);
  });

  it.each(['', ':', 'principal', 'stream', 'session:a', ':principal:a', 'principals:a'])(
    'is not named by %j',
    (key) => {
      expect(toTarget(key)).toBeUndefined();
    },
  );
});

it('what is revoked in memory is ended, and nothing else', async () => {
  const revocations = new MemoryRevocations(new Generations());
  expect([await revocations.revokePrincipal('operator'), await revocations.revokeStream('one')]).toEqual([1, 2]);
  const ended = [
    { principal: 'operator' },
    { principal: 'operator', generation: 1 },
    { principal: 'operator', generation: 1, stream: 'one' },
    { principal: 'gateway' },
  ].map((session) => revocations.revokes(session));
  expect(ended).toEqual([true, false, true, false]);
});

describe('those who follow revocations', () => {
  it('hear of each, also where one of them fails, and the log says so', async () => {
    const logged: unknown[] = [];
    const note = (...what: unknown[]) => void logged.push(...what);
    Logger.overrideLogger({ log: note, warn: note, error: note });
    const revocations = new MemoryRevocations(new Generations());
    const heard: unknown[] = [];
    revocations.follow(() => {
      throw new Error('a listener failed');
    });
    revocations.follow((revocation) => heard.push(revocation));
    await revocations.revokePrincipal('operator');
    expect(heard).toEqual([{ principal: 'operator', generation: 1 }]);
    expect(logged).toEqual(['A revocation was not carried out: Error: a listener failed', undefined, 'Revocations']);
  });
});

it('revocations that cannot be had are told from wrong ones', () => {
  const error = new RevocationsUnavailableError('unknown', { cause: new Error('why') });
  expect(error).toMatchObject({ name: 'RevocationsUnavailableError', outcome: 'unknown', cause: new Error('why') });
  expect(error.message).toBe('The store of revocations did not answer.');
});
