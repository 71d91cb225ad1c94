// An operator who changed a file reads in these log lines whether the service uses the change.
import { keysLog, reloadLog } from './reload-log.js';

describe('the log of what was read again', () => {
  let written: string[];
  const logger = {
    log: (line: string) => void written.push(`log: ${line}`),
    warn: (line: string) => void written.push(`warn: ${line}`),
    error: (line: string) => void written.push(`error: ${line}`),
  };
  beforeEach(() => (written = []));

  it('says how many principals a file has, and what keeps it from counting', () => {
    const log = reloadLog(logger);
    log.reloaded('/p.yaml', 1);
    log.reloaded('/p.yaml', 2);
    log.refused('/p.yaml', 'does not exist');
    log.faults('/p.yaml', [{ line: 3, message: 'name is missing' }]);
    expect(written).toEqual([
      'log: /p.yaml was read again: 1 principal.',
      'log: /p.yaml was read again: 2 principals.',
      'error: /p.yaml does not exist; what it said before still counts.',
      'error: /p.yaml has faults; what it said before still counts.',
      'error: /p.yaml, line 3: name is missing',
    ]);
  });

  it('says that the keys of a provider cannot be had, and that they can again', () => {
    const log = keysLog(logger);
    log('https://idp.example/keys', 'cannot be had: it was answered 503');
    log('https://idp.example/keys', undefined);
    expect(written).toEqual([
      'error: The keys of the identity provider (https://idp.example/keys) cannot be had: it was answered 503.',
      'log: The keys of the identity provider (https://idp.example/keys) are there again.',
    ]);
  });
});
