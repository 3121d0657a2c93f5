// Redis runs each script as a whole. All its keys are one brand's, and so in one slot of a cluster. Each may be run again
// with the same arguments without harm: a command whose connection went away is sent a second time.

/** KEYS: deliveries. ARGV: token, milliseconds. All keys or none. */
const claimDelivery = `
local held = false
for _, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  if value == '1' then return 'published' end
  if value and value ~= ARGV[1] then held = true end
end
if held then return 'held' end
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
return 'claimed'`;

/** KEYS: deliveries. ARGV: milliseconds. A small number is shared by all keys that have it, and costs no memory. */
const confirmDelivery = `
for _, key in ipairs(KEYS) do redis.call('SET', key, '1', 'PX', ARGV[1]) end
return 1`;

/** KEYS: deliveries. ARGV: token. */
const releaseDelivery = `
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 1`;

/**
 * KEYS: event, call, topic, floor, epoch. ARGV: state's place in the order, pop, milliseconds that the past is remembered,
 * entries kept, milliseconds that entries are kept, an epoch if there is none. Gives epoch, id, state, late, and the pop
 * as it was published first if this is a repetition.
 */
const publishPop = `
local epoch = redis.call('GET', KEYS[5])
if not epoch then
  epoch = ARGV[6]
  redis.call('SET', KEYS[5], epoch)
end
local known = redis.call('GET', KEYS[1])
if known then
  local id, state, late = string.match(known, '^(%S+) (%d) (%d)$')
  local kept = redis.call('XRANGE', KEYS[3], id, id)
  return {epoch, id, state, late, kept[1] and kept[1][2][2] or false}
end
local rank = tonumber(ARGV[1])
local state = tonumber(redis.call('GET', KEYS[2]) or '-1')
local late = state > rank and 1 or 0
if state < rank then state = rank end
redis.call('SET', KEYS[2], state, 'PX', ARGV[3])
local id = redis.call('XADD', KEYS[3], '*', 'pop', ARGV[2], 'state', state, 'late', late)
local floor = false
local over = redis.call('XLEN', KEYS[3]) - tonumber(ARGV[4])
if over > 0 then
  local gone = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', over)
  floor = gone[#gone][1]
  redis.call('XTRIM', KEYS[3], 'MAXLEN', '=', ARGV[4])
end
local cutoff = tonumber(string.match(id, '^%d+')) - tonumber(ARGV[5])
local old = redis.call('XREVRANGE', KEYS[3], string.format('%.0f', cutoff), '-', 'COUNT', 1)
if old[1] then
  floor = old[1][1]
  redis.call('XTRIM', KEYS[3], 'MINID', '=', string.format('%.0f', cutoff + 1))
end
if floor then redis.call('SET', KEYS[4], floor, 'PX', ARGV[3]) end
redis.call('PEXPIRE', KEYS[3], ARGV[3])
redis.call('SET', KEYS[1], id .. ' ' .. state .. ' ' .. late, 'PX', ARGV[3])
redis.call('PUBLISH', KEYS[3], '')
return {epoch, id, tostring(state), tostring(late), false}`;

/**
 * KEYS: topic, floor, epoch. ARGV: an epoch if there is none, 'now' or 'after', then of the position its epoch,
 * milliseconds, and sequence (empty: the start of that millisecond), the milliseconds that the past is remembered, and how
 * many entries to give. Gives epoch, 1 for a gap, the position of an empty read, and the entries.
 */
const readTopic = `
local epoch = redis.call('GET', KEYS[3])
if not epoch then
  epoch = ARGV[1]
  redis.call('SET', KEYS[3], epoch)
end
local function split(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = newest[1] and newest[1][1]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local here = last or string.format('%.0f', now)
if ARGV[2] == 'now' then return {epoch, 0, here, {}} end
local gap, from = false, nil
if ARGV[3] ~= epoch then
  gap, from = true, '-'
else
  local ms, seq = tonumber(ARGV[4]), tonumber(ARGV[5])
  local floor = redis.call('GET', KEYS[2])
  local floorMs, floorSeq = -1, -1
  if floor then floorMs, floorSeq = split(floor) end
  if not seq then
    -- It was given out while the topic was empty: all that is here came after it, and all that went. Not by the clock,
    -- which may have gone back since: what was added then has a smaller id than the position.
    gap = ms < now - tonumber(ARGV[6]) or ms > now or floorMs >= 0
    from = '-'
  elseif not last then
    gap, from = true, '-'
  else
    local lastMs, lastSeq = split(last)
    if ms > lastMs or (ms == lastMs and seq > lastSeq) then
      gap, from = true, '(' .. last
    else
      gap = ms < floorMs or (ms == floorMs and seq < floorSeq)
      from = '(' .. ARGV[4] .. '-' .. ARGV[5]
    end
  end
end
return {epoch, gap and 1 or 0, here, redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', ARGV[7])}`;

/**
 * KEYS: dial, outcome. ARGV: token, milliseconds. Gives false when it is granted, else what the dial is known by: `token`
 * or `token outcome`. A claim that was given up before it came, held up on its way, is over: nobody would ever end it.
 */
const claimDial = `
local outcome = redis.call('GET', KEYS[2])
if outcome then return ARGV[1] .. ' ' .. outcome end
local value = redis.call('GET', KEYS[1])
if value and value ~= ARGV[1] then return value end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false`;

/**
 * KEYS: dial, outcome, and the name that the call is known by, if it has one. ARGV: token, outcome, milliseconds that it is
 * joined (0: not at all), milliseconds that those who wait can read it. What was told before is told no second time: the
 * dial may be free by now, as its call is over.
 */
const finishDial = `
local told = redis.call('EXISTS', KEYS[2]) == 1
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[4])
local value = redis.call('GET', KEYS[1])
if value and value ~= ARGV[1] then return 0 end
if told and not value then return 0 end
if ARGV[3] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
  if KEYS[3] then redis.call('SET', KEYS[3], KEYS[1] .. '\\n' .. ARGV[1], 'PX', ARGV[3]) end
end
return 1`;

/** KEYS: the name of a reference, the name of the call that it became. */
const identifyDial = `
local dial = redis.call('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if dial and left > 0 then redis.call('SET', KEYS[2], dial, 'PX', left) end
return 1`;

/** KEYS: the name of a call. The dial that it leads to is the same brand's, and so in the same slot. */
const releaseDial = `
local found = redis.call('GET', KEYS[1])
if not found then return 0 end
local dial, token = string.match(found, '^(.*)\\n(.*)$')
local value = redis.call('GET', dial)
if value and string.sub(value, 1, #token) == token then redis.call('DEL', dial) end
redis.call('DEL', KEYS[1])
return 1`;

/** The scripts that there are. */
export type ScriptName =
  | 'claimDelivery'
  | 'confirmDelivery'
  | 'releaseDelivery'
  | 'publishPop'
  | 'readTopic'
  | 'claimDial'
  | 'finishDial'
  | 'identifyDial'
  | 'releaseDial';

/** What Redis runs for us, by the name that each is called by. */
export const SCRIPTS: Readonly<Record<ScriptName, string>> = {
  claimDelivery,
  confirmDelivery,
  releaseDelivery,
  publishPop,
  readTopic,
  claimDial,
  finishDial,
  identifyDial,
  releaseDial,
};
