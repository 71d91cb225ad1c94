declare module 'proxy-addr' {
  import { type IncomingMessage } from 'node:http';

  type Trust = (address: string, hop: number) => boolean;

  const proxyAddr: {
    /** The address of the connection and, as far as the one before is trusted, those of `X-Forwarded-For`, nearest first. */
    all(request: IncomingMessage, trust: Trust): (string | undefined)[];
    compile(trusted: string[]): Trust;
  };
  export default proxyAddr;
}
