package dev.faroe.login.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.WebSession;

/**
 * A session as one request has it. Requests of one session in memory share it, so that
 * the id that another of them has changed shows here, too. Whoever sent this one knew the
 * former id, and need not be who gets to know the new one: from then on, the session is
 * none of this request's.
 */
final class CheckedWebSession implements WebSession {

	private final WebSession session;

	private final Map<String, Object> nothing = new ConcurrentHashMap<>();

	private volatile String knownId;

	CheckedWebSession(WebSession session) {
		this.session = session;
		this.knownId = session.getId();
	}

	private boolean isSomebodyElses() {
		return !this.session.getId().equals(this.knownId);
	}

	/**
	 * Keep the id from an answer to who must not know it. Has to be called after the
	 * session was asked for, which tells the answer the id.
	 */
	void hideFrom(ServerHttpResponse response) {
		response.beforeCommit(() -> Mono.fromRunnable(() -> {
			if (isSomebodyElses()) {
				String id = this.session.getId();
				response.getCookies()
					.values()
					.removeIf((cookies) -> cookies.stream().anyMatch((cookie) -> cookie.getValue().equals(id)));
				response.getHeaders()
					.headerNames()
					.stream()
					.filter((name) -> response.getHeaders().getOrEmpty(name).contains(id))
					.toList()
					.forEach(response.getHeaders()::remove);
			}
		}));
	}

	@Override
	public String getId() {
		return this.knownId;
	}

	@Override
	public Map<String, Object> getAttributes() {
		return isSomebodyElses() ? this.nothing : this.session.getAttributes();
	}

	@Override
	public void start() {
		if (!isSomebodyElses()) {
			this.session.start();
		}
	}

	@Override
	public boolean isStarted() {
		return !isSomebodyElses() && this.session.isStarted();
	}

	/**
	 * Change the id on a thread that may wait: Spring Session makes ids on the caller's,
	 * and the generator may read from a device of the system.
	 */
	@Override
	public Mono<Void> changeSessionId() {
		return Mono
			.defer(() -> isSomebodyElses() ? Mono.empty()
					: this.session.changeSessionId().then(Mono.fromRunnable(() -> this.knownId = this.session.getId())))
			.<Void>then()
			.subscribeOn(Schedulers.boundedElastic());
	}

	@Override
	public Mono<Void> invalidate() {
		return Mono.defer(() -> isSomebodyElses() ? Mono.empty() : this.session.invalidate());
	}

	@Override
	public Mono<Void> save() {
		return Mono.defer(() -> isSomebodyElses() ? Mono.empty() : this.session.save());
	}

	@Override
	public boolean isExpired() {
		return this.session.isExpired();
	}

	@Override
	public Instant getCreationTime() {
		return this.session.getCreationTime();
	}

	@Override
	public Instant getLastAccessTime() {
		return this.session.getLastAccessTime();
	}

	@Override
	public void setMaxIdleTime(Duration maxIdleTime) {
		this.session.setMaxIdleTime(maxIdleTime);
	}

	@Override
	public Duration getMaxIdleTime() {
		return this.session.getMaxIdleTime();
	}

}
