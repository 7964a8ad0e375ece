package dev.faroe.login.session;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;

/**
 * Deletes sessions that have ended where they are kept. They count no more anyway: a
 * failure leaves nothing behind but data, so that nobody waits for it.
 */
final class EndedSessions {

	private static final Log logger = LogFactory.getLog(EndedSessions.class);

	private final ReactiveFindByIndexNameSessionRepository<? extends Session> index;

	private final ReactiveSessionRepository<?> sessions;

	private final AccountStateService states;

	private final SessionDeletionProperties properties;

	private final Scheduler scheduler;

	// Semaphores bound the queue: a bounded queue would take a lock, on which an event
	// loop could have to wait.
	private final Semaphore room;

	private final Semaphore hands;

	private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean dropping = new AtomicBoolean();

	/**
	 * Create an instance.
	 * @param index what finds the sessions of a user
	 * @param sessions what deletes sessions
	 * @param states the states of users
	 * @param properties how much is done at once
	 * @param scheduler where it is done
	 */
	EndedSessions(ReactiveFindByIndexNameSessionRepository<? extends Session> index,
			ReactiveSessionRepository<?> sessions, AccountStateService states, SessionDeletionProperties properties,
			Scheduler scheduler) {
		this.index = index;
		this.sessions = sessions;
		this.states = states;
		this.properties = properties;
		this.scheduler = scheduler;
		this.room = new Semaphore(properties.maxPending());
		this.hands = new Semaphore(properties.maxConcurrent());
	}

	/**
	 * Delete the sessions of a user that count no more, some time later.
	 */
	void delete(String userId) {
		if (this.room.tryAcquire()) {
			this.waiting.add(userId);
			goOn();
			return;
		}
		if (this.dropping.compareAndSet(false, true)) {
			logger.warn("Sessions that have ended are left to expire, because those of " + this.properties.maxPending()
					+ " users wait to be deleted already; the next message comes when they have been deleted and as"
					+ " many wait again");
		}
	}

	private void goOn() {
		while (!this.waiting.isEmpty() && this.hands.tryAcquire()) {
			String userId = this.waiting.poll();
			if (userId == null) {
				this.hands.release();
			}
			else {
				deleteNow(userId).timeout(this.properties.timeout(), this.scheduler)
					.subscribeOn(this.scheduler)
					.doFinally((signal) -> finish())
					.subscribe((done) -> {
					}, (ex) -> logger.warn("Sessions that have ended are left to expire: " + ex.getClass().getName()));
			}
		}
	}

	private void finish() {
		this.room.release();
		this.hands.release();
		if (this.waiting.isEmpty()) {
			this.dropping.set(false);
		}
		goOn();
	}

	/**
	 * The state is looked for after the sessions: one that was there by then and is not
	 * of the state will never count. A session that goes on or begins has another id.
	 */
	private Mono<Void> deleteNow(String userId) {
		return Mono.defer(() -> this.index.findByPrincipalName(userId))
			.filter((found) -> !found.isEmpty())
			.flatMapMany((found) -> state(userId).flatMapMany((state) -> Flux.fromIterable(found.entrySet())
				.filter((session) -> hasEnded(session.getValue(), state.orElse(null)))))
			.map(Map.Entry::getKey)
			.concatMapDelayError(this.sessions::deleteById)
			.then();
	}

	private Mono<Optional<AccountState>> state(String userId) {
		return this.states.get(userId)
			.map(Optional::of)
			.onErrorResume(FaroeException.class,
					(ex) -> (ex.error() == FaroeError.NOT_FOUND) ? Mono.just(Optional.empty()) : Mono.error(ex));
	}

	/**
	 * Tell whether a session can never count again. A later time than that of the state
	 * is one of a change since then.
	 */
	private static boolean hasEnded(Session session, @Nullable AccountState state) {
		LogInInSession logIn = LogInInSession.in(session.getAttribute(LogInInSession.ATTRIBUTE));
		return state == null || logIn != null
				&& (state.disabled() || logIn.user().getSessionsSince().isBefore(state.sessionsSince()));
	}

}
