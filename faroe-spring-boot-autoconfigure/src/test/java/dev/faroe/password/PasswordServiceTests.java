package dev.faroe.password;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChanges;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.password.hashing.PasswordHasher.Comparison;
import dev.faroe.ratelimit.Limits;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Log-ins with email addresses that no user has.
 */
class PasswordServiceTests {

	private static final RateLimit LIMIT = RateLimit.bucket("limit", 1, Duration.ofSeconds(1));

	private final AtomicInteger hashes = new AtomicInteger();

	private final AtomicInteger comparisons = new AtomicInteger();

	private final PasswordHasher hasher = mock(PasswordHasher.class);

	private final NewPasswords newPasswords = mock(NewPasswords.class);

	private final RateLimiter rateLimiter = mock(RateLimiter.class);

	private final PasswordRepository passwords = mock(PasswordRepository.class);

	@BeforeEach
	void setUp() {
		given(this.passwords.findByEmail(any())).willReturn(Mono.empty());
		given(this.newPasswords.chargeHashing(any())).willReturn(Mono.empty());
		given(this.rateLimiter.charge(any(), any())).willReturn(Mono.empty());
		given(this.hasher.hash(any())).willReturn(Mono.defer(this::hashOnceTheQueueHasRoom));
		given(this.hasher.compare(any(), any(), any())).willReturn(Mono.fromSupplier(() -> {
			this.comparisons.incrementAndGet();
			return Comparison.DIFFERENT;
		}));
	}

	private Mono<String> hashOnceTheQueueHasRoom() {
		return (this.hashes.incrementAndGet() == 1) ? Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE))
				: Mono.just("hash");
	}

	private PasswordService service(boolean revealUnknownEmail) {
		RateLimits limits = new RateLimits(LIMIT, LIMIT, LIMIT, LIMIT, LIMIT, LIMIT, LIMIT, LIMIT);
		return new PasswordService(this.passwords, this.newPasswords, this.hasher, mock(AccountChanges.class),
				new Limits(this.rateLimiter, limits, FaroeEvents.none(), List.of()), mock(TransactionalOperator.class),
				revealUnknownEmail, false, PasswordFailures.uncounted(), FaroeEvents.none());
	}

	private static void verifyError(Mono<?> logIn, FaroeError error) {
		StepVerifier.create(logIn)
			.verifyErrorMatches((ex) -> ex instanceof FaroeException failure && failure.error() == error);
	}

	@Test
	void discreetLogInTakesTheWorkOfAWrongPassword() {
		PasswordService service = service(true);
		verifyError(
				service.authenticate(EmailAddress.of("ann@example.com"), "password", null, (id, hash) -> Mono.just(id)),
				FaroeError.USER_NOT_EXISTS);
		assertThat(this.comparisons).hasValue(0);
		this.hashes.set(1);
		verifyError(service.authenticateDiscreetly(EmailAddress.of("ann@example.com"), "password", null, false,
				(id, hash) -> Mono.just(id)), FaroeError.INCORRECT_PASSWORD);
		assertThat(this.comparisons).hasValue(1);
	}

	@Test
	void overloadIsNotRemembered() {
		PasswordService service = service(false);
		verifyError(
				service.authenticate(EmailAddress.of("ann@example.com"), "password", null, (id, hash) -> Mono.just(id)),
				FaroeError.SERVICE_UNAVAILABLE);
		verifyError(
				service.authenticate(EmailAddress.of("ann@example.com"), "password", null, (id, hash) -> Mono.just(id)),
				FaroeError.INCORRECT_PASSWORD);
		verifyError(
				service.authenticate(EmailAddress.of("ann@example.com"), "password", null, (id, hash) -> Mono.just(id)),
				FaroeError.INCORRECT_PASSWORD);
		assertThat(this.hashes).hasValue(2);
		assertThat(this.comparisons).hasValue(2);
	}

}
