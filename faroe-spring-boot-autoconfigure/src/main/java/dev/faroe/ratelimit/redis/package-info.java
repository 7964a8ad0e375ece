/**
 * Rate limits in Redis.
 */
@NullMarked
package dev.faroe.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
