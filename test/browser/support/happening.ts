/** What happens on a platform, for pictures: severity, module, type, summary. */
const HAPPENINGS = [
  ['info', 'madre', 'session.opened', 'Session 4f1a opened for the night watch'],
  ['info', 'spawner', 'task.finished', 'Task 8c20 finished in 412 ms'],
  ['warn', 'switch', 'route.slow', 'Route to core-2 takes 340 ms, three times as long as an hour ago'],
  ['info', 'hermes', 'message.delivered', '1,204 messages delivered, none waits'],
  ['error', 'manifestator', 'patch.rejected', 'Patch 77 was rejected: its base is 12 revisions old'],
  ['info', 'hormiguero', 'scan.finished', 'Scan of 318 files found nothing new'],
  ['info', 'switch', 'route.chosen', 'Route to core-1 chosen, 18 ms'],
  ['critical', 'switch', 'link.down', 'Uplink Gi0/1 lost its carrier; traffic goes over core-3'],
  ['info', 'spawner', 'task.started', 'Task 8c21 started on core-1'],
  ['warn', 'hormiguero', 'disk.filling', 'Disk sda1 is 92 % full, and will be in four hours'],
  ['info', 'madre', 'plan.accepted', 'Plan 31 accepted, six steps'],
  ['error', 'spawner', 'task.failed', 'Task 8c1f failed three times and was given up'],
  ['info', 'hermes', 'queue.drained', 'Queue outbound is empty'],
] as const;

export function happening(number: number): Record<string, unknown> {
  const [severity, module, type, summary] = HAPPENINGS[(number * 7) % HAPPENINGS.length]!;
  const payload = {
    host: `core-${(number % 3) + 1}`,
    attempt: (number % 4) + 1,
    took_ms: 18 + ((number * 37) % 900),
    tags: ['night', module],
  };
  return { severity, module, event_type: type, summary, payload };
}
