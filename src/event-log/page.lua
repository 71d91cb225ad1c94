#!lua flags=no-writes
-- Reads entries from one on, with the log's bounds, as of one moment. A script and not MULTI, which Redis refuses as a
-- whole when memory is short, also to those who only read.
-- KEYS: 1 the stream, 2 its meta data. ARGV: 1 the id to begin with, 2 how many.
-- Answers {epoch or nil, ms, n, whether the stream exists, {its first entry}, {entries}}.

local meta = redis.call('HMGET', KEYS[2], 'epoch', 'ms', 'n')
return {
  meta[1],
  meta[2],
  meta[3],
  redis.call('EXISTS', KEYS[1]),
  redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1),
  redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2]),
}
