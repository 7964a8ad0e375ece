package dev.faroe.secondfactor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.faroe.FaroeError;
import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.sql.FaroeDatabase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * All kinds of second factors.
 */
public class SecondFactors {

	private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

	/**
	 * Types whose proofs would have the name of another proof: of what a log-in begins
	 * with, which would count as both, and of the recovery code.
	 */
	private static final Set<String> PROOFS_OF_OTHERS = Set.of("password", "ott", "user-verification", "recovery-code");

	private static final Pattern TABLE = Pattern.compile("\\{[a-z0-9_]+}|[a-z0-9_.]+");

	private final List<SecondFactor> factors;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final FaroeDatabase database;

	private final FaroeEvents events;

	/**
	 * Create an instance.
	 * @param factors the kinds, with different types
	 * @param accounts the users
	 * @param changes what a change of a user entails
	 * @param database what runs statements
	 * @param events what publishes events
	 */
	public SecondFactors(List<SecondFactor> factors, Accounts accounts, AccountChanges changes, FaroeDatabase database,
			FaroeEvents events) {
		Set<String> types = new HashSet<>();
		for (SecondFactor factor : factors) {
			Assert.isTrue(TYPE.matcher(factor.type()).matches() && !PROOFS_OF_OTHERS.contains(factor.type()),
					() -> factor.type() + " is no type of a second factor");
			Assert.isTrue(types.add(factor.type()),
					() -> factor.type() + " is the type of two kinds of second factors");
			Assert.isTrue(TABLE.matcher(factor.table()).matches(), () -> factor.table() + " is no name of a table");
		}
		this.factors = List.copyOf(factors);
		this.accounts = accounts;
		this.changes = changes;
		this.database = database;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Return an expression of SQL for the types that a user has, with a space after each.
	 * @param userId the column with the user's id
	 * @return the expression, with names of tables in braces
	 */
	public String typesOf(String userId) {
		return this.factors.stream()
			.map((factor) -> "CASE WHEN EXISTS (SELECT 1 FROM %s WHERE user_id = %s) THEN '%s ' ELSE '' END"
				.formatted(factor.table(), userId, factor.type()))
			.collect(Collectors.joining(" || ", "(", ")"));
	}

	/**
	 * Remove all second factors of a user.
	 * @param userId the user's id
	 * @return a completion signal, also if there were none, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Mono<Void> removeAll(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.accounts.clearFactorFailures(userId)))
			.thenMany(Flux.fromIterable(this.factors))
			.concatMap((factor) -> removeAll(factor, userId))
			.reduce(0, Integer::sum)
			.filter((count) -> count > 0)
			.flatMap((count) -> this.changes.voidAfter(AccountChange.SECOND_FACTORS, userId))
			.as(this.database.transaction()::transactional);
	}

	private Mono<Integer> removeAll(SecondFactor factor, String userId) {
		return factor.removeAll(userId)
			.filter((count) -> count > 0)
			.delayUntil((count) -> this.events
				.publishAfterCommit((time) -> new SecondFactorRemovedEvent(userId, factor.type(), count, time)));
	}

}
