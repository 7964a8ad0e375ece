package dev.faroe.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.password.PasswordService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What somebody else can do between the steps of a flow: nothing, as the user is locked.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class FlowTransactionTests {

	private static final String PASSWORD = "a long enough password";

	private static final String NEW_PASSWORD = "another long password";

	private static @Nullable FaroeServer server;

	private static int addresses;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private final String email = newAddress();

	/** Whether somebody else had to wait for the flow. */
	private final AtomicReference<@Nullable Boolean> keptOut = new AtomicReference<>();

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { Host.class }, "faroe.flows.enabled=true",
				"faroe.delivery.enabled=true", "faroe.flows.failure-time=1ms");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofMinutes(16));
		BetweenSteps.doNothing();
	}

	@Test
	void resetOfAnUnverifiedAddressMakesTheRecoveryCodeOfTheSquatterVoid() {
		User squatter = squatter();
		User owner = get(bean(PasswordResetFlow.class).reset(verifiedReset(), NEW_PASSWORD, null));
		assertThat(owner.emailVerified()).isTrue();
		assertThat(owner.hasSecondFactor()).isFalse();
		RecoveryCodeService recoveryCodes = bean(RecoveryCodeService.class);
		assertThat(error(recoveryCodes.resetSecondFactors(owner.id(), squatter.recoveryCode().value())))
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(recoveryCodes.verify(owner.id(), owner.recoveryCode().value()))).hasSize(8);
	}

	@Test
	void resetOfAVerifiedAddressKeepsTheRecoveryCode() {
		User user = signUp();
		User changed = get(bean(PasswordResetFlow.class).reset(verifiedReset(), NEW_PASSWORD, null));
		assertThat(changed.recoveryCode()).isEqualTo(user.recoveryCode());
	}

	@Test
	void squatterAddsNoFactorBetweenTheirRemovalAndTheCommit() {
		User squatter = squatter();
		String ticket = verifiedReset();
		BetweenSteps.afterRemoval(attempt(squatter.id(), register(squatter.id())));
		User owner = get(bean(PasswordResetFlow.class).reset(ticket, NEW_PASSWORD, null));
		assertThat(this.keptOut).hasValue(true);
		assertThat(owner.hasSecondFactor()).isFalse();
	}

	@Test
	void refusedPasswordLeavesTheSecondFactorsAndTheRecoveryCode() {
		User user = squatter();
		String ticket = verifiedReset();
		assertThat(error(bean(PasswordResetFlow.class).reset(ticket, "password123", null)))
			.isEqualTo(FaroeError.WEAK_PASSWORD);
		assertUnchanged(user);
	}

	@Test
	void failureOfTheLastStepOfAResetTakesAllOfThemBack() {
		User user = squatter();
		String ticket = verifiedReset();
		BetweenSteps.beforeRead(Mono.error(() -> new IllegalStateException("A failure")));
		assertThatIllegalStateException()
			.isThrownBy(() -> bean(PasswordResetFlow.class).reset(ticket, NEW_PASSWORD, null).block());
		assertUnchanged(user);
		assertThat(get(bean(PasswordResetFlow.class).reset(ticket, NEW_PASSWORD, null)).hasSecondFactor()).isFalse();
	}

	private void assertUnchanged(User user) {
		User current = get(bean(UserService.class).authenticate(this.email, PASSWORD, null));
		assertThat(current.hasSecondFactor()).isTrue();
		assertThat(current.emailVerified()).isFalse();
		assertThat(current.recoveryCode()).isEqualTo(user.recoveryCode());
	}

	@Test
	void resetAnswersWithTheUserOfThisVeryChange() {
		User user = signUp();
		String ticket = verifiedReset();
		assertNothingBetween(user.id(), NEW_PASSWORD, bean(PasswordResetFlow.class).reset(ticket, NEW_PASSWORD, null));
	}

	@Test
	void emailedCodeAnswersWithTheUserWhomItWasSentTo() {
		User user = signUp();
		String ticket = get(bean(EmailedCodeFlow.class).begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		assertNothingBetween(user.id(), PASSWORD, bean(EmailedCodeFlow.class).verify(ticket, code, null));
	}

	@Test
	void signUpAnswersWithTheUserWhoseAddressWasVerified() {
		String ticket = get(bean(SignUpFlow.class).begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		User user = get(bean(UserService.class).getByEmail(this.email));
		assertNothingBetween(user.id(), PASSWORD, bean(SignUpFlow.class).verify(ticket, code));
	}

	@Test
	void changeOfTheAddressAnswersWithTheUserOfThisVeryChange() {
		User user = signUp();
		String newAddress = newAddress();
		String ticket = get(bean(EmailUpdateFlow.class).begin(user.id(), newAddress, null, Locale.ENGLISH));
		String code = sent().code(newAddress);
		assertNothingBetween(user.id(), PASSWORD, bean(EmailUpdateFlow.class).verify(user.id(), ticket, code));
	}

	/**
	 * A session that begins with the user whom a flow answers with must not outlive a
	 * change of the password that follows.
	 */
	private void assertNothingBetween(String userId, String password, Mono<User> flow) {
		Mono<Void> change = Mono
			.defer(() -> bean(PasswordService.class).update(userId, password, "a third, longer password", null).then());
		BetweenSteps.beforeRead(attempt(userId, change));
		User user = get(flow);
		assertThat(this.keptOut).hasValue(true);
		assertThat(user.sessionsSince()).isEqualTo(sessionsSince(userId));
		change.block();
		assertThat(user.sessionsSince()).isBefore(sessionsSince(userId));
	}

	@Test
	void disabledUserGetsNoOtherAddress() {
		User user = signUp();
		bean(AccountStateService.class).disable(user.id(), null).block();
		assertThat(error(bean(EmailUpdateFlow.class).begin(user.id(), newAddress(), null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.NOT_ALLOWED);
	}

	private User signUp() {
		String ticket = get(bean(SignUpFlow.class).begin(this.email, PASSWORD, null, Locale.ENGLISH));
		User user = get(bean(SignUpFlow.class).verify(ticket, sent().code(this.email)));
		server().clock().advance(Duration.ofMinutes(16));
		return user;
	}

	private User squatter() {
		User user = get(bean(UserService.class).create(this.email, PASSWORD, null));
		register(user.id()).block();
		return user;
	}

	private static Mono<Void> register(String userId) {
		return Mono.defer(() -> {
			Authenticator authenticator = new Authenticator(server().clock());
			return bean(TotpService.class).register(userId, new TotpKey(authenticator.keyBytes()), authenticator.code())
				.then();
		});
	}

	private String verifiedReset() {
		String ticket = get(bean(PasswordResetFlow.class).begin(this.email, null, Locale.ENGLISH));
		bean(PasswordResetFlow.class).verify(ticket, sent().code(this.email), null).block();
		return ticket;
	}

	/**
	 * Somebody else changes the user on another connection, unless that has to wait for
	 * the end of the flow.
	 */
	private Mono<Void> attempt(String userId, Mono<Void> change) {
		return Mono
			.defer(() -> server().database()
				.sql("SELECT id FROM faroe_user WHERE id = :id FOR UPDATE SKIP LOCKED")
				.bind("id", userId)
				.fetch()
				.one()
				.hasElement()
				.doOnNext((free) -> this.keptOut.set(!free))
				.flatMap((free) -> free ? change : Mono.empty()))
			.contextWrite((context) -> Context.empty());
	}

	private static Instant sessionsSince(String userId) {
		return get(bean(AccountStateService.class).get(userId)).sessionsSince();
	}

	private static String newAddress() {
		return "flowtransaction%d@example.com".formatted(++addresses);
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static <T> T bean(Class<T> type) {
		return server().bean(type);
	}

	private static SentMessages sent() {
		return bean(SentMessages.class);
	}

	private static <T> T get(Mono<T> mono) {
		return Objects.requireNonNull(mono.block());
	}

	private static @Nullable FaroeError error(Mono<?> mono) {
		return mono.<FaroeError>map((result) -> {
			throw new IllegalStateException("There is no error");
		}).onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error())).block();
	}

	@Import({ FaroeServer.Host.class, BetweenSteps.class })
	static class Host {

		@Bean
		SentMessages sentMessages() {
			return new SentMessages();
		}

	}

}
