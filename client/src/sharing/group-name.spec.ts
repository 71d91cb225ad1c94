import { type FollowOptions } from '../follow-options.js';
import { groupName, secretOf } from './group-name.js';

const OPTIONS: FollowOptions = { baseUrl: 'https://ops.example.net', credential: 'not-a-credential', share: true };
const nameOf = async (options: Partial<FollowOptions>) => {
  const all = { ...OPTIONS, ...options };
  return groupName(all, await secretOf(all));
};

describe('the name of a group', () => {
  it('is the same for tabs that want the same, and shows no credential', async () => {
    const name = await nameOf({});
    expect(name).toMatch(/^vx11-events-1-[0-9a-f]{64}$/);
    const same = [
      { credential: () => 'not-a-credential' },
      { baseUrl: 'https://ops.example.net/' },
      { heartbeatMs: 1 },
    ];
    for (const options of same) expect(await nameOf(options)).toBe(name);
  });

  it('differs with address, filter, size of the snapshot, credential and chosen name', async () => {
    const token = () => Promise.resolve({ sse_token: '', expires_in_sec: 1 });
    const names = await Promise.all(
      [
        {},
        { baseUrl: 'https://ops.example.net/vx11' },
        { filter: { modules: ['a'] } },
        { filter: { severities: ['a'] } },
        { snapshot: 6 },
        { credential: 'another' },
        { share: 'not-a-credential' },
        { share: 'ada', credential: undefined, token },
      ].map(nameOf),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('must be chosen where there is no credential that stands for the user', async () => {
    const token = () => Promise.resolve({ sse_token: '', expires_in_sec: 1 });
    await expect(nameOf({ credential: undefined, token })).rejects.toThrow('share: "name"');
  });
});
