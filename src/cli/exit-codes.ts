/** The exit codes of the command line. Scripts rely on them, so a code never changes its meaning. */
export const EXIT_CODES = {
  ok: {
    code: 0,
    when: 'The command succeeded. Also when the reader of a pipe closed it, and when `tail` or `demo` was ended by Ctrl-C.',
  },
  failed: { code: 1, when: 'An unexpected failure: a bug of this program.' },
  usage: { code: 2, when: 'The command line is wrong.' },
  unreachable: { code: 3, when: 'No connection to the address: unknown name, refused, timed out.' },
  not_the_service: { code: 4, when: 'A server responds at the address, but it is not the operator backend.' },
  untrusted_certificate: {
    code: 5,
    when: 'The certificate of the server is not trusted, has expired or belongs to another name.',
  },
  credential: { code: 6, when: 'The credential is missing or wrong.' },
  forbidden: { code: 7, when: 'The credential lacks the right.' },
  lines_refused: {
    code: 8,
    when: '`publish` read its whole input, but some lines were refused; the others are published.',
  },
  gave_up: {
    code: 9,
    when: '`publish` failed for longer than `--retry-for`; the message says which lines are published.',
  },
  check_failed: { code: 10, when: 'A check of `smoke` failed.' },
  configuration: { code: 11, when: '`check-config` found faults.' },
  input_output: { code: 12, when: 'A file could not be read or written, or the disk is full.' },
  unavailable: {
    code: 13,
    when: '`streams` or `revoke`: the service cannot do it now; try again later. The message says whether it may have been done.',
  },
  problem_found: { code: 14, when: '`doctor` found a problem, or with `--strict` a warning.' },
  does_not_fit: { code: 15, when: '`plan`: the load needs more than `--instances-max` or `--cores` allows.' },
  interrupted: {
    code: 130,
    when: '`publish`, `streams`, `revoke`, `smoke` or `doctor` was interrupted by Ctrl-C before the end.',
  },
} as const satisfies Record<string, { code: number; when: string }>;

export type ExitName = keyof typeof EXIT_CODES;

/** Sets the exit code of a command that ends without an error and yet did not fully succeed. */
export type Exit = (name: ExitName) => void;
