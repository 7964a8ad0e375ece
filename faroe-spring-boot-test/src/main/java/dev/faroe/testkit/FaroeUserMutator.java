package dev.faroe.testkit;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.faroe.accountstate.AccountState;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.User;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClientConfigurer;
import org.springframework.util.Assert;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * Makes the requests of a {@link WebTestClient} those of one of Faroe's users who is
 * logged in, as in <pre class="code">
 * client.mutateWith(faroeUser().withSecondFactors("totp").provedAt(anHourAgo))
 * </pre>
 * <p>
 * The client has to be bound to the application, as that of
 * {@code @AutoConfigureWebTestClient} is without a running server. Instances do not
 * change: each method returns another one.
 */
public final class FaroeUserMutator implements WebTestClientConfigurer {

	private static final TokenGenerator TOKENS = new TokenGenerator();

	private static final AtomicLong MOCKED = new AtomicLong();

	private final User user;

	private final boolean stored;

	private final @Nullable List<Proof> proofs;

	private final @Nullable Instant provedAt;

	private FaroeUserMutator(User user, boolean stored, @Nullable List<Proof> proofs, @Nullable Instant provedAt) {
		this.user = user;
		this.stored = stored;
		this.proofs = proofs;
		this.provedAt = provedAt;
	}

	/**
	 * Begin with a user who need not be in the database: an id of its own, the email
	 * address {@code user@example.com}, no second factor, and a log-in that has just been
	 * completed. With {@link AutoConfigureFaroe}, that counts as what the user has now,
	 * whatever the database says about somebody with the same id.
	 * @return the user
	 */
	public static FaroeUserMutator faroeUser() {
		return new FaroeUserMutator(mocked(TOKENS.id(), "user@example.com", Set.of()), false, null, null);
	}

	/**
	 * Begin with a user of the database, whose log-in has just been completed and is in
	 * the session, where Spring Security finds it unless the application has it look
	 * elsewhere. Each request asks the database whether it still counts and is complete,
	 * as it does in production.
	 * @param user the user, with an email address
	 * @return the user
	 */
	public static FaroeUserMutator faroeUser(User user) {
		Assert.notNull(user.email(), "the user must have an email address");
		return new FaroeUserMutator(user, true, null, null);
	}

	/**
	 * What is remembered about a user of before with the same id must not count, so that
	 * sessions of each count since another time, which is no real user's.
	 */
	private static User mocked(String id, String email, Set<String> secondFactors) {
		return new User(id, Instant.EPOCH, email, true, Secret.of(TOKENS.code()), secondFactors,
				Instant.EPOCH.plusMillis(MOCKED.incrementAndGet()), false);
	}

	/**
	 * Change the id.
	 * @param id 24 letters and digits, as Faroe's are
	 * @return the user
	 * @throws IllegalStateException for a user of the database
	 */
	public FaroeUserMutator withId(String id) {
		return with(mocked(id, email(), this.user.secondFactors()));
	}

	/**
	 * Change the email address, which counts as verified.
	 * @param email the address
	 * @return the user
	 * @throws IllegalStateException for a user of the database
	 */
	public FaroeUserMutator withEmail(String email) {
		return with(mocked(this.user.id(), email.toLowerCase(Locale.ROOT), this.user.secondFactors()));
	}

	/**
	 * Give the user second factors, one of which a complete log-in proves.
	 * @param types the kinds, such as {@code totp}
	 * @return the user
	 * @throws IllegalStateException for a user of the database
	 */
	public FaroeUserMutator withSecondFactors(String... types) {
		return with(mocked(this.user.id(), email(), Set.of(types)));
	}

	private String email() {
		return (this.user.email() != null) ? this.user.email() : "";
	}

	private FaroeUserMutator with(User user) {
		Assert.state(!this.stored, "What a user of the database is and has, the database says");
		return new FaroeUserMutator(user, false, this.proofs, this.provedAt);
	}

	/**
	 * Say what has been proved, and nothing else has been. Without this, it is the
	 * password and every second factor that the user has.
	 * @param factors the names, see {@link Factor}
	 * @return the user, with half a log-in if that is not enough for a whole one
	 */
	public FaroeUserMutator withFactors(String... factors) {
		return with(Arrays.stream(factors).map((factor) -> new Proof(factor, null)).toList());
	}

	/**
	 * Say what has been proved and when, and nothing else has been.
	 * @param factors the factors
	 * @return the user, with half a log-in if that is not enough for a whole one
	 */
	public FaroeUserMutator withFactors(FactorGrantedAuthority... factors) {
		return with(Arrays.stream(factors)
			.map((factor) -> new Proof(factor.getAuthority(), factor.getIssuedAt()))
			.toList());
	}

	/**
	 * Say that nothing has been proved.
	 * @return the user, who is not logged in
	 */
	public FaroeUserMutator withoutFactors() {
		return with(List.of());
	}

	private FaroeUserMutator with(List<Proof> proofs) {
		return new FaroeUserMutator(this.user, this.stored, proofs, this.provedAt);
	}

	/**
	 * Say when the factors were proved that have no time of their own. Without this, each
	 * request comes right after they were, by the clock of the application.
	 * @param instant the time
	 * @return the user
	 */
	public FaroeUserMutator provedAt(Instant instant) {
		return new FaroeUserMutator(this.user, this.stored, this.proofs, instant);
	}

	/**
	 * Return the log-in.
	 * @param now the time of the request
	 */
	FaroeAuthentication logIn(Instant now) {
		List<Proof> proofs = (this.proofs != null) ? this.proofs
				: Stream.concat(Stream.of(Factor.PASSWORD), this.user.secondFactors().stream().map(Factor::ofType))
					.map((factor) -> new Proof(factor, null))
					.toList();
		Instant otherwise = (this.provedAt != null) ? this.provedAt : now;
		return FaroeAuthentication.of(new FaroeUserDetails(this.user),
				proofs.stream().map((proof) -> proof.authority(otherwise)).toArray(FactorGrantedAuthority[]::new));
	}

	/**
	 * Return what counts as the state of the user, if the database is not asked.
	 */
	@Nullable AccountState state() {
		return this.stored ? null
				: new AccountState(this.user.id(), this.user.sessionsSince(), this.user.secondFactors(), null, null);
	}

	@Override
	public void afterConfigurerAdded(WebTestClient.Builder builder, @Nullable WebHttpHandlerBuilder httpHandlerBuilder,
			@Nullable ClientHttpConnector connector) {
		Assert.state(httpHandlerBuilder != null,
				"The client must be bound to the application, and not talk to a running server");
		httpHandlerBuilder.filters((filters) -> {
			filters.removeIf(LoggedInFilter.class::isInstance);
			filters.add(0, new LoggedInFilter(this));
		});
	}

	/**
	 * What has been proved.
	 *
	 * @param factor the name
	 * @param at the time, or {@code null} for that of all
	 */
	private record Proof(String factor, @Nullable Instant at) {

		FactorGrantedAuthority authority(Instant otherwise) {
			return FactorGrantedAuthority.withAuthority(this.factor)
				.issuedAt((this.at != null) ? this.at : otherwise)
				.build();
		}

	}

}
