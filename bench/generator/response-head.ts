const HEAD_END = Buffer.from('\r\n\r\n');
const MAX_HEAD_BYTES = 16_384;

/** The parts of a response head that the generator needs. `contentLength` is absent if the head has none. */
export interface ResponseHead {
  status: number;
  chunked: boolean;
  /** The server closes the connection after this response. */
  closes: boolean;
  contentLength?: number;
}

/** Collects the bytes of a response head, which may arrive in parts of any size. */
export class HeadReader {
  private collected: Buffer = Buffer.alloc(0);

  /** Reads the bytes from `start` to `end`. Once the head is complete, returns it and where the body begins. */
  feed(bytes: Buffer, start: number, end: number): { head: ResponseHead; bodyStart: number } | undefined {
    const before = this.collected.length;
    this.collected = Buffer.concat([this.collected, bytes.subarray(start, end)]);
    const stop = this.collected.indexOf(HEAD_END);
    if (stop < 0) {
      if (this.collected.length > MAX_HEAD_BYTES) throw new Error('A response head of more than 16 KiB.');
      return undefined;
    }
    const head = parseHead(this.collected.toString('latin1', 0, stop));
    this.collected = Buffer.alloc(0);
    return { head, bodyStart: start + stop + HEAD_END.length - before };
  }
}

function parseHead(text: string): ResponseHead {
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]);
  if (!status) throw new Error(`Not an HTTP response: ${JSON.stringify(text.slice(0, 60))}`);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  return {
    status,
    closes: /\r\nconnection: *close/i.test(text),
    chunked: /\r\ntransfer-encoding: *chunked/i.test(text),
    ...(length === undefined ? {} : { contentLength: Number(length) }),
  };
}
