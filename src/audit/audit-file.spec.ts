// The audit trail is evidence: only its owner may read the file, rotation may lose no line, and a wrong path must not stop the service.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { AuditFile } from './audit-file.js';
import { AuditTrail } from './audit-trail.js';

const written = (file: AuditFile, text: string) =>
  new Promise<void>((resolve, reject) => file.write(text, (error) => (error ? reject(error) : resolve())));

describe('the file of the audit trail', () => {
  const directory = createRunDirectory('audit-file');
  const path = join(directory, 'audit.log');

  it('is for its owner only, also where it was there before', async () => {
    writeFileSync(path, 'before\n');
    chmodSync(path, 0o644);
    await written(new AuditFile(path), 'after\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('before\nafter\n');
  });

  it('is opened anew when asked, and kept where that fails', async () => {
    const file = new AuditFile(path);
    const moved = join(directory, 'moved.log');
    renameSync(path, moved);
    mkdirSync(path);
    expect(file.reopen()).toBe(false);
    await written(file, 'kept\n');
    expect(readFileSync(moved, 'utf8')).toMatch(/kept\n$/);
    rmSync(path, { recursive: true });
    expect(file.reopen()).toBe(true);
    await written(file, 'anew\n');
    expect(readFileSync(path, 'utf8')).toBe('anew\n');
  });

  it('is no pipe: nobody waits for its reader', () => {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => new AuditFile(pipe)).toThrow();
  });
});

it('no line of the audit trail is long, whatever a name is', () => {
  let line = '';
  const trail = new AuditTrail((text) => (line = text), 'a');
  trail.record({ action: 'stream.revoke', outcome: 'done', target: 'x'.repeat(10_000) });
  expect(line.length).toBeLessThan(500);
  expect((JSON.parse(line) as { target: string }).target).toMatch(/^x{256}…$/);
});
