/** What a gap means, by the reason that the service gives. */
export const GAP_REASONS: Readonly<Record<string, string>> = {
  trimmed: 'the log no longer has those that came next.',
  log_lost: 'the log is a new one.',
  log_rewound: 'the log lost its newest entries when its primary failed.',
  unreadable: 'an entry of the log cannot be read.',
};
