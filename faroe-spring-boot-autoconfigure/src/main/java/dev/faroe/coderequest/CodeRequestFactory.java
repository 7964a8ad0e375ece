package dev.faroe.coderequest;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;

/**
 * Creates what looks after the requests of one kind.
 */
public final class CodeRequestFactory {

	final FaroeDatabase database;

	final Accounts accounts;

	final TokenGenerator tokens;

	final Clock clock;

	final FaroeEvents events;

	private final int maxAttempts;

	/**
	 * Create a factory.
	 * @param database what runs statements
	 * @param accounts the users
	 * @param tokens what generates ids and codes
	 * @param clock what tells the time
	 * @param events what publishes events
	 * @param maxAttempts see {@link #maxAttempts}
	 */
	public CodeRequestFactory(FaroeDatabase database, Accounts accounts, TokenGenerator tokens, Clock clock,
			FaroeEvents events, int maxAttempts) {
		this.database = database;
		this.accounts = accounts;
		this.tokens = tokens;
		this.clock = clock;
		this.events = FaroeEvents.guarded(events);
		this.maxAttempts = maxAttempts;
	}

	/**
	 * Return how many wrong codes the application has set to remove a request.
	 * @return the number, at least 1
	 */
	public int maxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * Create what looks after the requests of one kind.
	 * @param kind what tells it from other kinds
	 * @param codes how codes are stored
	 * @param repository the statements
	 * @param <T> the entity
	 * @param <R> the statements
	 * @return the requests
	 */
	public <T extends StoredCodeRequest, R extends CodeRequestRepository<T>> CodeRequests<T, R> create(
			CodeRequestKind kind, StoredCode codes, Class<R> repository) {
		return new CodeRequests<>(this, kind, codes, this.database.repository(repository));
	}

}
