#!lua
-- Makes the log where there is none, so that an empty one has positions too, and mends what somebody else did to it.
-- KEYS: 1 the stream, 2 its meta data. ARGV: 1 and 2 epoch and format if a log has to be made.
-- Begins with log.lua.

local log = state_of(KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2]))
if log.repaired then redis.call('HSET', KEYS[2], 'ms', log.ms, 'n', log.n) end
return 1
