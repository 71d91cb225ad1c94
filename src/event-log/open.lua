#!lua
-- Makes the event log if there is none, so that an empty one has positions too, and repairs what another client did to it.
-- KEYS: 1 the stream, 2 its metadata. ARGV: 1 and 2 epoch and format for a new log. log.lua is put before this script.

local log = state_of(KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2]))
if log.repaired then redis.call('HSET', KEYS[2], 'ms', log.ms, 'n', log.n) end
return 1
