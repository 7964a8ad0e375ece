package dev.faroe.flow;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.password.PasswordService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sign-up, password reset, change of address and log-in by emailed code, as an
 * application calls them.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.class)
class FlowTests {

	private static final String PASSWORD = "a long enough password";

	private static final String WRONG = "AAAAAAAA";

	private static @Nullable FaroeServer server;

	private static int addresses;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private final String email = newAddress();

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { Host.class }, "faroe.flows.enabled=true",
				"faroe.delivery.enabled=true", "faroe.flows.failure-time=1ms", "spring.r2dbc.pool.max-size=40");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofMinutes(16));
	}

	private static String newAddress() {
		return "flow%d@example.com".formatted(++addresses);
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static SignUpFlow signUps() {
		return server().bean(SignUpFlow.class);
	}

	private static PasswordResetFlow resets() {
		return server().bean(PasswordResetFlow.class);
	}

	private static EmailUpdateFlow updates() {
		return server().bean(EmailUpdateFlow.class);
	}

	private static EmailedCodeFlow logIns() {
		return server().bean(EmailedCodeFlow.class);
	}

	private static UserService users() {
		return server().bean(UserService.class);
	}

	private static SentMessages sent() {
		return server().bean(SentMessages.class);
	}

	private static <T> T get(Mono<T> mono) {
		return Objects.requireNonNull(mono.block());
	}

	private static @Nullable FaroeError error(Mono<?> mono) {
		return mono.<FaroeError>map((result) -> {
			throw new IllegalStateException("There is no error");
		}).onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error())).block();
	}

	private User signUp(String address) {
		String ticket = get(signUps().begin(address, PASSWORD, null, Locale.ENGLISH));
		return get(signUps().verify(ticket, sent().code(address)));
	}

	@Test
	void signUpEndsWithAVerifiedUser() {
		String ticket = get(signUps().begin(this.email.toUpperCase(Locale.ROOT), PASSWORD, null, Locale.GERMAN));
		CodeMessage message = sent().next(this.email);
		assertThat(message.purpose()).isEqualTo(CodePurpose.EMAIL_VERIFICATION);
		assertThat(message.locale()).isEqualTo(Locale.GERMAN);
		assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
		User user = get(signUps().verify(ticket, Objects.requireNonNull(message.code()).value()));
		assertThat(user.email()).isEqualTo(this.email);
		assertThat(user.emailVerified()).isTrue();
		assertThat(get(users().authenticate(this.email, PASSWORD, null)).id()).isEqualTo(user.id());
	}

	@Test
	void logInAfterASignUpTellsNobodyWhetherThereWasAnAccount() {
		String known = newAddress();
		signUp(known);
		for (String address : new String[] { this.email, known }) {
			get(signUps().begin(address, "a password of a stranger", null, Locale.ENGLISH));
			sent().next(address);
			assertThat(error(users().authenticateVerified(address, "a password of a stranger", null)))
				.isEqualTo(FaroeError.INCORRECT_PASSWORD);
		}
		assertThat(get(users().authenticateVerified(known, PASSWORD, null)).email()).isEqualTo(known);
	}

	@Test
	void signUpWithAUsedAddressTellsItsOwnerAlone() {
		signUp(this.email);
		String ticket = get(signUps().begin(this.email, "another long password", null, Locale.ENGLISH));
		assertThat(ticket).hasSize(24);
		CodeMessage message = sent().next(this.email);
		assertThat(message.purpose()).isEqualTo(CodePurpose.ADDRESS_IN_USE);
		assertThat(message.code()).isNull();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get(users().authenticate(this.email, PASSWORD, null)).email()).isEqualTo(this.email);
	}

	@Test
	void wrongCodesOfAnOpenSignUpAreAnsweredInTheSameWay() {
		String ticket = get(signUps().begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(error(signUps().verify(ticket, code))).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void anotherCodeCanBeSent() {
		String ticket = get(signUps().begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String first = sent().code(this.email);
		signUps().sendAgain(ticket, null, Locale.ENGLISH).block();
		String second = sent().code(this.email);
		assertThat(error(signUps().verify(ticket, first))).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(signUps().verify(ticket, second)).emailVerified()).isTrue();
		signUps().sendAgain("a".repeat(24), null, Locale.ENGLISH).block();
		assertThat(error(signUps().sendAgain("a".repeat(200_000), null, Locale.ENGLISH).thenReturn("sent")))
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void badInputIsToldAtOnce() {
		assertThat(error(signUps().begin("no address", PASSWORD, null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(error(signUps().begin(this.email, "short", null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(error(signUps().begin(this.email, "password123", null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(error(resets().begin("no address", null, Locale.ENGLISH))).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(error(logIns().verify("", "", null))).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void resetSetsAPasswordAndEndsSessions() {
		User user = signUp(this.email);
		String ticket = get(resets().begin(this.email, null, Locale.ENGLISH));
		CodeMessage message = sent().next(this.email);
		assertThat(message.purpose()).isEqualTo(CodePurpose.PASSWORD_RESET);
		assertThat(error(resets().reset(ticket, "another long password", null))).isEqualTo(FaroeError.INVALID_REQUEST);
		resets().verify(ticket, Objects.requireNonNull(message.code()).value(), null).block();
		assertThat(error(resets().reset(ticket, "password123", null))).isEqualTo(FaroeError.WEAK_PASSWORD);
		User changed = get(resets().reset(ticket, "another long password", null));
		assertThat(changed.sessionsSince()).isAfter(user.sessionsSince());
		assertThat(error(resets().reset(ticket, "another long password", null))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get(users().authenticate(this.email, "another long password", null)).id()).isEqualTo(user.id());
	}

	@Test
	void resetAndCodeOfNobodyAreAnsweredLikeThoseOfSomebody() {
		String known = newAddress();
		signUp(known);
		server().clock().advance(Duration.ofMinutes(16));
		String[] tickets = { get(resets().begin(this.email, null, Locale.ENGLISH)),
				get(resets().begin(known, null, Locale.ENGLISH)) };
		sent().next(known);
		for (String ticket : tickets) {
			for (int attempt = 0; attempt < 5; attempt++) {
				assertThat(error(resets().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INCORRECT_CODE);
			}
			assertThat(error(resets().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INVALID_REQUEST);
		}
		tickets = new String[] { get(logIns().begin(this.email, null, Locale.ENGLISH)),
				get(logIns().begin(known, null, Locale.ENGLISH)) };
		sent().next(known);
		for (String ticket : tickets) {
			for (int attempt = 0; attempt < 5; attempt++) {
				assertThat(error(logIns().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INCORRECT_CODE);
			}
			assertThat(error(logIns().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INVALID_REQUEST);
		}
	}

	@Test
	void mailsToOneAddressAreLimitedWhetherThereIsAnAccountOrNot() {
		String known = newAddress();
		signUp(known);
		server().clock().advance(Duration.ofMinutes(16));
		for (String address : new String[] { this.email, known }) {
			for (int mail = 0; mail < 3; mail++) {
				get(logIns().begin(address, null, Locale.ENGLISH));
			}
			assertThat(error(logIns().begin(address, null, Locale.ENGLISH))).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
			assertThat(error(resets().begin(address, null, Locale.ENGLISH))).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		}
	}

	@Test
	void resetOfAnAddressThatNobodyHadVerifiedRemovesTheSecondFactors() {
		User squatter = get(users().create(this.email, PASSWORD, null));
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(squatter.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		String ticket = get(resets().begin(this.email, null, Locale.ENGLISH));
		resets().verify(ticket, sent().code(this.email), null).block();
		User owner = get(resets().reset(ticket, "another long password", null));
		assertThat(owner.hasSecondFactor()).isFalse();
		assertThat(owner.emailVerified()).isTrue();
	}

	@Test
	void resetOfAVerifiedAddressKeepsTheSecondFactors() {
		User user = signUp(this.email);
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		String ticket = get(resets().begin(this.email, null, Locale.ENGLISH));
		resets().verify(ticket, sent().code(this.email), null).block();
		assertThat(get(resets().reset(ticket, "another long password", null)).hasSecondFactor()).isTrue();
	}

	@Test
	void addressIsChangedWithTheCodeThatWentToTheNewOne() {
		User user = signUp(this.email);
		String newAddress = newAddress();
		String ticket = get(updates().begin(user.id(), newAddress, null, Locale.ENGLISH));
		String code = sent().code(newAddress);
		User another = signUp(newAddress());
		assertThat(error(updates().verify(another.id(), ticket, code))).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(updates().verify(user.id(), ticket, code)).email()).isEqualTo(newAddress);
	}

	@Test
	void usedAddressIsNotChangedTo() {
		User user = signUp(this.email);
		String used = newAddress();
		signUp(used);
		String ticket = get(updates().begin(user.id(), used, null, Locale.ENGLISH));
		assertThat(sent().next(used).purpose()).isEqualTo(CodePurpose.ADDRESS_IN_USE);
		assertThat(error(updates().verify(user.id(), ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void emailedCodeLogsInOnce() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		long logIns = Objects.requireNonNull(Flux.range(0, 8)
			.flatMap((index) -> logIns().verify(ticket, code, null)
				.filter((loggedIn) -> loggedIn.id().equals(user.id()))
				.onErrorResume(FaroeException.class, (ex) -> Mono.empty())
				.subscribeOn(Schedulers.boundedElastic()), 8)
			.count()
			.block());
		assertThat(logIns).isEqualTo(1);
		assertThat(error(logIns().verify(ticket, code, null))).isIn(FaroeError.INCORRECT_CODE,
				FaroeError.INVALID_REQUEST);
	}

	@Test
	void emailedCodeExpires() {
		signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void emailedCodeIsVoidAfterAChangeOfThePassword() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().bean(PasswordService.class).update(user.id(), PASSWORD, "another long password", null).block();
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void disabledAndUnverifiedUsersGetNoCode() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().bean(AccountStateService.class).disable(user.id(), null).block();
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
		server().clock().advance(Duration.ofMinutes(16));
		get(logIns().begin(this.email, null, Locale.ENGLISH));
		get(resets().begin(this.email, null, Locale.ENGLISH));
		String unverified = newAddress();
		get(users().create(unverified, PASSWORD, null));
		get(logIns().begin(unverified, null, Locale.ENGLISH));
		String last = newAddress();
		get(signUps().begin(last, PASSWORD, null, Locale.ENGLISH));
		assertThat(sent().any().email()).isEqualTo(last);
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		SentMessages sentMessages() {
			return new SentMessages();
		}

	}

}
