import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../cluster/free-port.js';
import { ManagedProcess } from '../../../../cluster/managed-process.js';
import { responds } from '../../../../cluster/responds.js';

/** One mistake each, as people make them in front of a stream. */
const MISTAKES = {
  none: '',
  buffers: 'proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;',
  compresses: 'gzip on; gzip_types text/event-stream; gzip_proxied any; gzip_min_length 0;',
  cuts: 'proxy_read_timeout 500ms;',
  hides: 'proxy_hide_header Cache-Control;',
  exposes: 'location ~ ^/(health/ready|operator/api/(docs|openapi)) { return 404; }',
  renames: 'proxy_hide_header Content-Type; add_header Content-Type text/html;',
  logs: 'access_log ${dir}/logs.log;',
  'without-http2': 'ssl_certificate ${tls}/tls.crt; ssl_certificate_key ${tls}/tls.key;',
} as const;

export type Mistake = keyof typeof MISTAKES;

/** One nginx that listens once for each mistake, in front of one instance. */
export class CarelessNginx {
  private constructor(
    private readonly dir: string,
    private readonly ports: Readonly<Record<Mistake, number>>,
    private readonly process: ManagedProcess,
  ) {}

  /** `tlsDir` holds `tls.crt` and `tls.key`. */
  static async start(upstream: { readonly port: number }, tlsDir: string): Promise<CarelessNginx> {
    // Not in the run directory, whose logs must hold no token: this nginx writes them on purpose.
    const dir = mkdtempSync(join(tmpdir(), 'careless-nginx-'));
    const ports = {} as Record<Mistake, number>;
    for (const mistake of Object.keys(MISTAKES) as Mistake[]) ports[mistake] = await freePort();
    const servers = Object.entries(MISTAKES).map(([mistake, line]) => {
      const tls = line.startsWith('ssl_') ? ' ssl' : '';
      const listen = `listen 127.0.0.1:${ports[mistake as Mistake]}${tls};`;
      return `server { ${listen} ${line} location / { proxy_pass http://127.0.0.1:${upstream.port}; } }`;
    });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${dir};`);
    const http = `access_log off; proxy_http_version 1.1; ${temporary.join(' ')}\n${servers.join('\n')}`;
    const text = `daemon off; pid ${dir}/pid; error_log stderr; events {}\nhttp { ${http} }\n`;
    const file = join(dir, 'nginx.conf');
    writeFileSync(file, text.replaceAll('${dir}', dir).replaceAll('${tls}', tlsDir));
    const nginx = await ManagedProcess.start({ name: 'nginx', command: 'nginx', args: ['-c', file], runDir: dir });
    await nginx.ready(() => responds(`http://127.0.0.1:${ports.none}/health`), 'nginx to listen');
    return new CarelessNginx(dir, ports, nginx);
  }

  /** Where it makes this mistake. */
  url(mistake: Mistake): string {
    return `${mistake === 'without-http2' ? 'https' : 'http'}://127.0.0.1:${this.ports[mistake]}`;
  }

  /** What `logs` writes. */
  get accessLog(): string {
    return join(this.dir, 'logs.log');
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.dir, { recursive: true });
  }
}
