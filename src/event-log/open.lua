#!lua
-- Makes the log where there is none, so that an empty one has positions too.
-- KEYS: 1 the stream, 2 its meta data. ARGV: 1 the epoch if a log has to be made.

local meta = redis.call('HMGET', KEYS[2], 'epoch', 'n')
if not meta[1] or (tonumber(meta[2]) > 0 and redis.call('EXISTS', KEYS[1]) == 0) then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[2], 'epoch', ARGV[1], 'ms', 0, 'n', 0)
end
return 1
