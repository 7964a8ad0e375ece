package dev.faroe.login.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.security.Secret;
import dev.faroe.test.MutableClock;
import dev.faroe.user.User;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.transaction.reactive.TransactionContextManager;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/**
 * What the managers ask for, and what they remember.
 */
class FaroeAuthorizationTests {

	private static final String ID = "aaaaaaaaaaaaaaaaaaaaaaaa";

	private static final FaroeUserDetails USER = new FaroeUserDetails(
			new User(ID, Instant.EPOCH, "ann@example.com", true, Secret.of("RECOVERY"), Set.of()));

	private final MutableClock clock = new MutableClock();

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	private final AccountStateService states = mock(AccountStateService.class);

	private FaroeAuthorization authorization = authorization(Duration.ZERO);

	private final FaroeAuthentication logIn = FaroeAuthentication.of(USER, proof(Factor.PASSWORD));

	private FaroeAuthorization authorization(Duration interval) {
		StateBatches batches = new StateBatches((users) -> Flux.fromIterable(users).flatMap(this.states::get), 64, 100,
				Duration.ofSeconds(5), Schedulers.parallel());
		return new FaroeAuthorization(new AccountStates(this.states, batches,
				new RememberedStates(this.clock, this.nanoTime::get, interval, 2)), this.clock);
	}

	private FactorGrantedAuthority proof(String factor) {
		return FactorGrantedAuthority.withAuthority(factor).issuedAt(this.clock.instant()).build();
	}

	private void userIsNow(Instant sessionsSince, boolean disabled, String... secondFactors) {
		when(this.states.get(ID)).thenReturn(Mono.just(new AccountState(ID, sessionsSince, Set.of(secondFactors),
				disabled ? this.clock.instant() : null, null)));
	}

	private static FactorAuthorizationDecision decide(ReactiveAuthorizationManager<Object> manager,
			Mono<Authentication> authentication) {
		return (FactorAuthorizationDecision) manager.authorize(authentication, new Object()).block();
	}

	private boolean isComplete(Authentication authentication) {
		return decide(this.authorization.complete(), Mono.just(authentication)).isGranted();
	}

	@Test
	void completeLogInIsEnough() {
		userIsNow(Instant.EPOCH, false);
		assertThat(isComplete(this.logIn)).isTrue();
	}

	@Test
	void visitorHasToProveThePassword() {
		FactorAuthorizationDecision decision = decide(this.authorization.complete(), Mono.empty());
		assertThat(decision.isGranted()).isFalse();
		assertThat(decision.getFactorErrors().get(0).isMissing()).isTrue();
		assertThat(decision.getFactorErrors().get(0).getRequiredFactor().getAuthority()).isEqualTo(Factor.PASSWORD);
	}

	@Test
	void factorsOfAnyOtherAuthenticationCountForNothing() {
		userIsNow(Instant.EPOCH, false);
		List<GrantedAuthority> authorities = List.of(proof(Factor.PASSWORD), proof(Factor.TOTP),
				new SimpleGrantedAuthority("FACTOR_PASSWORD"), new SimpleGrantedAuthority("ROLE_USER"));
		assertThat(isComplete(UsernamePasswordAuthenticationToken.authenticated(USER, null, authorities))).isFalse();
		assertThat(isComplete(this.logIn.toBuilder().authorities((all) -> all.add(proof(Factor.TOTP))).build()))
			.isFalse();
	}

	@Test
	void factorThatWasAddedSinceIsMissing() {
		userIsNow(Instant.EPOCH, false, "totp");
		FactorAuthorizationDecision decision = decide(this.authorization.complete(), Mono.just(this.logIn));
		assertThat(decision.isGranted()).isFalse();
		assertThat(decision.getFactorErrors().get(0).getRequiredFactor().getAuthority()).isEqualTo(Factor.TOTP);
		assertThat(isComplete(this.logIn.with(proof(Factor.TOTP)))).isTrue();
	}

	@Test
	void endedSessionIsNone() {
		userIsNow(Instant.ofEpochMilli(1), false);
		assertThat(isComplete(this.logIn)).isFalse();
		userIsNow(Instant.EPOCH, true);
		assertThat(isComplete(this.logIn)).isFalse();
		when(this.states.get(ID)).thenReturn(Mono.error(new FaroeException(FaroeError.NOT_FOUND)));
		assertThat(isComplete(this.logIn)).isFalse();
	}

	@Test
	void nobodyIsLetInWhileNothingCanBeFoundOut() {
		when(this.states.get(ID)).thenReturn(Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE)));
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> isComplete(this.logIn))
			.satisfies((ex) -> assertThat(ex.getStatusCode().value()).isEqualTo(503));
	}

	@Test
	void proofExpires() {
		userIsNow(Instant.EPOCH, false);
		ReactiveAuthorizationManager<Object> fresh = this.authorization.provedWithin(Duration.ofMinutes(10));
		this.clock.advance(Duration.ofMinutes(10).minusMillis(1));
		assertThat(decide(fresh, Mono.just(this.logIn)).isGranted()).isTrue();
		this.clock.advance(Duration.ofMillis(1));
		FactorAuthorizationDecision decision = decide(fresh, Mono.just(this.logIn));
		assertThat(decision.isGranted()).isFalse();
		assertThat(decision.getFactorErrors().get(0).isExpired()).isTrue();
		assertThat(decide(this.authorization.provedWithin("11m"), Mono.just(this.logIn)).isGranted()).isTrue();
	}

	@Test
	void bothProofsHaveToBeRecent() {
		userIsNow(Instant.EPOCH, false, "totp");
		ReactiveAuthorizationManager<Object> both = this.authorization.bothProvedWithin("10m");
		FactorAuthorizationDecision decision = decide(both, Mono.just(this.logIn));
		assertThat(decision.getFactorErrors().get(0).isMissing()).isTrue();
		assertThat(decision.getFactorErrors().get(0).getRequiredFactor().getAuthority()).isEqualTo(Factor.TOTP);
		this.clock.advance(Duration.ofMinutes(10).minusMillis(1));
		FaroeAuthentication complete = this.logIn.with(proof(Factor.TOTP));
		assertThat(decide(both, Mono.just(complete)).isGranted()).isTrue();
		this.clock.advance(Duration.ofMillis(1));
		decision = decide(both, Mono.just(complete));
		assertThat(decision.getFactorErrors().get(0).isExpired()).isTrue();
		assertThat(decision.getFactorErrors().get(0).getRequiredFactor().getAuthority()).isEqualTo(Factor.PASSWORD);
		this.clock.advance(Duration.ofMinutes(10));
		FaroeAuthentication firstAgain = complete.with(proof(Factor.PASSWORD));
		assertThat(decide(both, Mono.just(firstAgain)).isGranted()).isFalse();
		assertThat(decide(both, Mono.just(firstAgain.with(proof(Factor.TOTP)))).isGranted()).isTrue();
	}

	@Test
	void passkeyThatHasVerifiedTheUserIsBothProofs() {
		userIsNow(Instant.EPOCH, false, "webauthn", "totp");
		FaroeAuthentication passkey = FaroeAuthentication.of(USER, proof(Factor.PASSKEY),
				proof(Factor.USER_VERIFICATION));
		ReactiveAuthorizationManager<Object> both = this.authorization.bothProvedWithin("10m");
		assertThat(decide(both, Mono.just(passkey)).isGranted()).isTrue();
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(decide(both, Mono.just(passkey.with(proof(Factor.PASSKEY)))).isGranted()).isFalse();
	}

	@Test
	void secondFactorThatTheUserDoesNotHaveIsNoProof() {
		userIsNow(Instant.EPOCH, false);
		ReactiveAuthorizationManager<Object> both = this.authorization.bothProvedWithin("10m");
		FaroeAuthentication recovered = this.logIn.with(proof(Factor.RECOVERY_CODE)).with(proof(Factor.TOTP));
		FactorAuthorizationDecision decision = decide(both, Mono.just(recovered));
		assertThat(decision.isGranted()).isFalse();
		assertThat(decision.getFactorErrors().get(0).isMissing()).isTrue();
	}

	@Test
	void asksEachTimeUnlessAnAnswerMayBeRemembered() {
		userIsNow(Instant.EPOCH, false);
		isComplete(this.logIn);
		isComplete(this.logIn);
		verify(this.states, times(2)).get(ID);
		this.authorization = authorization(Duration.ofSeconds(5));
		isComplete(this.logIn);
		isComplete(this.logIn);
		verify(this.states, times(3)).get(ID);
		this.clock.advance(Duration.ofSeconds(5));
		isComplete(this.logIn);
		verify(this.states, times(4)).get(ID);
	}

	@Test
	void forgetsAnAnswerInTimeEvenIfTheClockIsPutBack() {
		userIsNow(Instant.EPOCH, false);
		this.authorization = authorization(Duration.ofSeconds(5));
		isComplete(this.logIn);
		this.nanoTime.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
		isComplete(this.logIn);
		verify(this.states, times(1)).get(ID);
		this.clock.advance(Duration.ofHours(-1));
		this.nanoTime.addAndGet(1);
		isComplete(this.logIn);
		verify(this.states, times(2)).get(ID);
	}

	@Test
	void remembersAnAnswerFromItsQuestionOn() {
		when(this.states.get(ID))
			.thenReturn(Mono.fromRunnable(() -> this.nanoTime.addAndGet(Duration.ofSeconds(5).toNanos()))
				.then(Mono.just(new AccountState(ID, Instant.EPOCH, Set.of(), null, null))));
		this.authorization = authorization(Duration.ofSeconds(5));
		isComplete(this.logIn);
		isComplete(this.logIn);
		verify(this.states, times(2)).get(ID);
	}

	@Test
	void remembersNothingThatATransactionHasSeen() {
		userIsNow(Instant.EPOCH, false);
		this.authorization = authorization(Duration.ofSeconds(5));
		this.authorization.complete()
			.authorize(Mono.just(this.logIn), new Object())
			.contextWrite(TransactionContextManager.createTransactionContext())
			.block();
		isComplete(this.logIn);
		verify(this.states, times(2)).get(ID);
	}

	@Test
	void rememberedAnswerNeverShutsOutASessionThatIsNewer() {
		this.authorization = authorization(Duration.ofSeconds(5));
		userIsNow(Instant.EPOCH, false);
		assertThat(isComplete(this.logIn)).isTrue();
		userIsNow(Instant.ofEpochMilli(7), false);
		assertThat(isComplete(this.logIn.with(USER.withState(Set.of(), Instant.ofEpochMilli(7))))).isTrue();
		assertThat(isComplete(this.logIn)).isFalse();
	}

}
