package dev.faroe.coderequest;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.ratelimit.AttemptCounter;
import dev.faroe.sql.SeparateConnection;
import reactor.core.publisher.Mono;

/**
 * Counts the attempts at the code of a request in its row, so that they hold across
 * instances and restarts, whatever becomes of a transaction of the caller. The charge of
 * a right code comes back before anything is done with it, while the transaction has not
 * locked the row.
 */
final class AttemptsInRow<T extends StoredCodeRequest> implements AttemptCounter {

	private final CodeRequestFactory parts;

	private final CodeRequestRepository<T> rows;

	private final int maximum;

	private final T request;

	AttemptsInRow(CodeRequestFactory parts, CodeRequestRepository<T> rows, int maximum, T request) {
		this.parts = parts;
		this.rows = rows;
		this.maximum = maximum;
		this.request = request;
	}

	@Override
	public Mono<Void> charge() {
		return separately(
				Mono.defer(() -> this.rows.chargeAttempt(this.request.id(), this.maximum, this.parts.clock.instant())))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(Mono.defer(this::refuse))
			.then();
	}

	/**
	 * The attempts of a request never come back: they go with the request.
	 */
	private <R> Mono<R> refuse() {
		return separately(find()).hasElement()
			.flatMap((visible) -> visible ? tooManyRequests()
					: find().switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
						.then(SeparateConnection.notCommitted()));
	}

	private Mono<T> find() {
		return Mono.defer(() -> this.rows.find(this.request.id(), this.parts.clock.instant()));
	}

	private <R> Mono<R> tooManyRequests() {
		return Mono
			.<R>error(() -> new FaroeException(FaroeError.TOO_MANY_REQUESTS,
					Duration.between(this.parts.clock.instant(), this.request.expiresAt())))
			.doOnError((ex) -> this.parts.events
				.publishNow((time) -> LockedOutEvent.ofRequest(this.request.userId(), time)));
	}

	@Override
	public Mono<Void> giveBack() {
		return separately(Mono.defer(() -> this.rows.giveBackAttempt(this.request.id()))).then();
	}

	@Override
	public Mono<Void> fail() {
		return separately(Mono.defer(() -> this.rows.countFailure(this.request.id()))
			.then(Mono.defer(() -> this.rows.deleteExhausted(this.request.id(), this.maximum)))).then();
	}

	private <R> Mono<R> separately(Mono<R> statements) {
		return this.parts.database.separately().run(statements);
	}

}
