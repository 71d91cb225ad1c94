// The list of instances changes while thousands of streams are open. The change must not cut any of them.
import { nginxBefore, STREAM } from './support/behind-nginx.js';
import { answer, FakeInstance } from './support/fake-instance.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

describe('nginx, reloaded with another instance', () => {
  const stopped = stoppedAfterEach();

  it('keeps open streams where they are and sends new ones to the new instance', async () => {
    let say: (text: string) => void = () => undefined;
    const old = stopped(
      await FakeInstance.start((_request, response) => {
        say = (text) => void response.write(text);
        say('before');
      }),
    );
    const next = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([old]));
    const stream = (await fetch(nginx.baseUrl + STREAM)).body!.getReader();
    const read = async () => Buffer.from((await stream.read()).value!).toString();
    expect(await read()).toBe('before');

    await nginx.reload([next]);
    expect(await (await fetch(nginx.baseUrl + STREAM)).text()).toBe('theirs');
    say('after');
    expect(await read()).toBe('after');
  });
});
