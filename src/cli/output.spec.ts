import { Writable } from 'node:stream';
import { Output } from './output.js';

const failing = (code: string) =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
    autoDestroy: false,
  });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Output', () => {
  it('waits for a slow reader', async () => {
    let release = () => {};
    const stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void (release = done) });
    let written = false;
    const writing = new Output(stream, 'x').write('text').then(() => (written = true));
    await turn();
    expect(written).toBe(false);
    release();
    await writing;
  });

  it('writes nothing more after its reader has closed the pipe', async () => {
    const output = new Output(failing('EPIPE'), 'x');
    await output.write('a');
    await turn();
    expect(output.gone.aborted).toBe(true);
    await output.line('b');
    await output.flush();
  });

  it('does not wait for a reader that closes the pipe', async () => {
    const stream = new Writable({ highWaterMark: 1, write: () => undefined, autoDestroy: false });
    const output = new Output(stream, 'x');
    const writing = output.write('text');
    stream.emit('error', Object.assign(new Error(), { code: 'EPIPE' }));
    await writing;
  });

  it('fails when the disk is full', async () => {
    const output = new Output(failing('ENOSPC'), 'standard output');
    await output.write('a').catch(() => undefined);
    await turn();
    await expect(output.write('b')).rejects.toMatchObject({
      exit: 'input_output',
      message: 'Writing to standard output failed: the disk is full.',
    });
    await expect(output.flush()).rejects.toMatchObject({ exit: 'input_output' });
  });
});
