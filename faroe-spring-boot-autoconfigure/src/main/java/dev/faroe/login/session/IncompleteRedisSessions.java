package dev.faroe.login.session;

import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;

import reactor.core.publisher.Mono;

import org.springframework.session.MapSession;
import org.springframework.session.config.ReactiveSessionRepositoryCustomizer;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionMapper;

/**
 * Takes what is left of a session for one that has expired. A request that was under way
 * when its session was deleted, or got another id, puts back a part of it. Spring Session
 * would fail on that part: each request with the id, and the search for the sessions of
 * the user.
 */
final class IncompleteRedisSessions
		implements ReactiveSessionRepositoryCustomizer<ReactiveRedisIndexedSessionRepository>,
		BiFunction<String, Map<String, Object>, Mono<MapSession>> {

	private final RedisSessionMapper mapper = new RedisSessionMapper();

	@Override
	public void customize(ReactiveRedisIndexedSessionRepository sessions) {
		sessions.setRedisSessionMapper(this);
	}

	@Override
	public Mono<MapSession> apply(String sessionId, Map<String, Object> stored) {
		return Mono.fromSupplier(() -> this.mapper.apply(sessionId, stored))
			.onErrorResume(IllegalStateException.class, (ex) -> Mono.fromSupplier(() -> expired(sessionId)));
	}

	/**
	 * Nothing at all would leave the part in the index for ever.
	 */
	private static MapSession expired(String sessionId) {
		MapSession session = new MapSession(sessionId);
		session.setLastAccessedTime(Instant.EPOCH);
		return session;
	}

}
