import fc from 'fast-check';
import { splitLines } from './split-lines.js';

async function split(chunks: readonly (string | Buffer)[], maxBytes = 20) {
  // eslint-disable-next-line @typescript-eslint/require-await -- stands in for a stream
  const input = async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  };
  const lines: string[] = [];
  for await (const { place, bytes, tooLong, unfinished } of splitLines(input(), maxBytes, String)) {
    lines.push(`${place}:${tooLong ? 'too long' : bytes.toString()}${unfinished ? ' …' : ''}`);
  }
  return lines;
}

describe('splitLines', () => {
  it('numbers lines, takes LF and CRLF, and keeps empty lines', async () => {
    expect(await split(['a\nb\r\n\nc\n'])).toEqual(['1:a', '2:b', '3:', '4:c']);
  });

  it('tells that the last line may be incomplete', async () => {
    expect(await split(['a\n', 'b'])).toEqual(['1:a', '2:b …']);
  });

  it('skips a line that is too long, and reads the lines after it', async () => {
    const long = 'x'.repeat(15);
    expect(await split([long, long, `${long}\nok\n${long}`, long])).toEqual(['1:too long', '2:ok', '3:too long …']);
    expect(await split([`${'x'.repeat(20)}\n${'y'.repeat(21)}\n`])).toEqual([`1:${'x'.repeat(20)}`, '2:too long']);
  });

  it('does not hold the bytes of a line that is too long', async () => {
    const megabyte = Buffer.alloc(1 << 20, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    // eslint-disable-next-line @typescript-eslint/require-await -- stands in for a stream
    const input = async function* () {
      for (let i = 0; i < 64; i++) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield megabyte;
      }
    };
    for await (const line of splitLines(input(), 1_000, String)) expect(line.tooLong).toBe(true);
    expect(most).toBeLessThan(8 << 20);
  });

  it('gives the same lines however the bytes come in chunks', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', 'long'.repeat(5)), { maxLength: 30 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(200), { maxLength: 10 }), async (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
        expect(await split(chunks)).toEqual(await split([bytes]));
      }),
    );
  });
});
