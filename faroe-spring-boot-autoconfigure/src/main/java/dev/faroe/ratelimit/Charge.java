package dev.faroe.ratelimit;

/**
 * One token taken from a limit.
 *
 * @param limit the limit
 * @param key whose token it is
 * @param generation which filling of the limit the token was taken from; only the limiter
 * that made the charge knows what the value means
 */
public record Charge(RateLimit limit, String key, long generation) {
}
