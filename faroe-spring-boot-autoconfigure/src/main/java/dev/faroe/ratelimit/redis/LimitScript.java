package dev.faroe.ratelimit.redis;

/**
 * What Redis does to the count of one key. One call is atomic, and one round trip.
 * <p>
 * Until all tokens have come back, a key holds four words: the id of the charge that
 * started its period, the time of the count, what is owed, and the ids of the charges
 * that came back last. A window owes tokens since its start. A bucket owes time: one
 * period for each token, paid off as time passes. What owes nothing counts as if it were
 * not there, but for the time: another instance with a slower clock must not go back to
 * it.
 * <p>
 * Times are in microseconds: nanoseconds since 1970 are more than the numbers of Lua tell
 * apart. So that nobody is let through early, what is counted is counted at the end of
 * its microsecond, and looked at from the beginning. A clock that is behind the one of
 * another instance sees time stand still.
 * <p>
 * A command may be sent again after a connection was lost. A charge is counted twice
 * then, and what was charged meanwhile is cleared with the rest, but a charge does not
 * come back twice: some twenty of the last ids are kept, as many as can be under way.
 */
final class LimitScript {

	static final String CHARGE = "charge";

	static final String CHECK = "check";

	static final String GIVE_BACK = "give back";

	/**
	 * The arguments are the operation, the kind of the limit, its capacity and period,
	 * the beginning and the end of the current microsecond, the id of the charge, and the
	 * id of the charge that started the period that a charge to give back belongs to. The
	 * answer is the time to wait for a token, and the id of the charge that started the
	 * period.
	 * <p>
	 * What is kept for 10 seconds after it owes nothing makes up for clocks of instances
	 * that differ.
	 */
	static final String SOURCE = """
			local operation, kind = ARGV[1], ARGV[2]
			local capacity, period = tonumber(ARGV[3]), tonumber(ARGV[4])
			local before, after = tonumber(ARGV[5]), tonumber(ARGV[6])
			local charge, expected = ARGV[7], ARGV[8]

			local words = '^(%S+) (%S+) (%S+) (%S+)$'
			local started, at, owed, returned = string.match(redis.call('GET', KEYS[1]) or '', words)
			at, owed = tonumber(at) or after, tonumber(owed) or 0

			local elapsed = math.max(0, before - at)
			local price, left, wait
			if kind == 'WINDOW' then
				price, left = 1, period - elapsed
				if left <= 0 then
					owed = 0
				end
				wait = owed >= capacity and left or 0
			else
				price, at, owed = period, math.max(at, after), math.max(0, owed - elapsed)
				wait = owed + period - capacity * period
			end
			if owed <= 0 then
				started, at, returned, left = nil, math.max(at, after), '-', period
			end

			if operation ~= 'give back' and wait > 0 then
				return { wait, '' }
			elseif operation == 'charge' then
				started, owed = started or charge, owed + price
			elseif operation == 'give back' and started == expected
					and not string.find(',' .. returned .. ',', ',' .. charge .. ',', 1, true) then
				owed, returned = owed - price, string.match(',' .. string.sub(returned, -400), ',(.*)') .. ',' .. charge
			else
				return { 0, '' }
			end

			local worth = kind == 'WINDOW' and left or owed
			if owed <= 0 then
				started, at, owed, returned, worth = '-', math.max(at, after), 0, '-', 0
			end
			local state = string.format('%s %.0f %.0f %s', started, at, owed, returned)
			local expiry = 10000 + math.min(1e15, math.ceil(worth / 1000))
			redis.call('SET', KEYS[1], state, 'PX', string.format('%.0f', expiry))
			return { 0, started }
			""";

	private LimitScript() {
	}

}
