// If the disk is full, the audit trail must report how many lines it lost, and the service must not wait for it.
import { symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { auditLines } from '../e2e/support/audit-lines.js';
import { sample } from '../e2e/support/metrics.js';
import { event } from '../support/api.js';
import { Instances } from '../support/instances.js';

describe('an audit trail', () => {
  it('on a full disk stops no request, and reports what it lost', async () => {
    // CWE-703: a service that waits for its audit trail is stopped by a full disk.
    const directory = createRunDirectory('audit-full');
    const file = join(directory, 'audit.log');
    symlinkSync('/dev/full', file);
    const instances = new Instances({ VX11_STORE: 'memory', VX11_AUDIT: file });
    const instance = await instances.add();
    const api = instances.api(instance);
    for (let call = 0; call < 5; call++) await api.publish(event());
    expect(await sample(instance, 'vx11_audit_lines_dropped_total')).toBe(5);
    unlinkSync(file);
    writeFileSync(file, '');
    const lost = await eventually(
      async () => {
        await api.publish(event());
        return auditLines(file).find(({ action }) => action === 'audit.lost');
      },
      { what: 'the loss to be told', everyMs: 200 },
    );
    expect(lost.counts!.lines).toBeGreaterThanOrEqual(5);
    await instance.waitForOutput(/audit lines were lost/);
    await instances.stop();
  });
});
