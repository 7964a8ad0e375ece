package dev.faroe.login;

import java.time.Clock;
import java.util.Objects;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.reactive.InMemoryReactiveOneTimeTokenService;
import org.springframework.security.authentication.ott.reactive.ReactiveOneTimeTokenService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When there are one-time tokens, and whom they log in.
 */
@Tag("one-jdk")
class OneTimeTokenAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.flows.enabled=true", "faroe.delivery.enabled=true", "faroe.flows.failure-time=1ms",
				"faroe.password.breach-check.enabled=false", "faroe.r2dbc.initialize-schema=always");

	private final ReactiveWebApplicationContextRunner enabled = this.runner
		.withPropertyValues("faroe.security.one-time-tokens.enabled=true");

	@Test
	void areNotThereUnlessAskedFor() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ReactiveOneTimeTokenService.class)
			.doesNotHaveBean(FaroeSessions.class));
	}

	@Test
	void comeWithTheUsersAndTheCheckOfSessions() {
		this.enabled.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(FaroeOneTimeTokenService.class)
			.hasSingleBean(FaroeReactiveUserDetailsService.class)
			.hasSingleBean(ClientAddressFilter.class)
			.hasBean("faroeSessionFilter"));
	}

	@Test
	void areThoseOfTheApplicationIfItHasAny() {
		ReactiveOneTimeTokenService own = new InMemoryReactiveOneTimeTokenService();
		this.enabled.withBean(ReactiveOneTimeTokenService.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(ReactiveOneTimeTokenService.class)
				.isSameAs(own));
	}

	@Test
	void areNotThereWithoutFaroe() {
		this.enabled.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveOneTimeTokenService.class));
	}

	@Test
	void needTheFlows() {
		this.enabled.withPropertyValues("faroe.flows.enabled=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("there is no log-in by emailed code"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "login/ott", "//evil.example", "https://evil.example", "/login?a=b", "/login#a", "/a b" })
	void leadToPagesOfTheApplication(String page) {
		this.enabled.withPropertyValues("faroe.security.one-time-tokens.page=" + page)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageStartingWith("page must"));
	}

	@Test
	void areHalfALogInOnlyWhereTheApplicationAsksForTheRest() {
		this.enabled.run((context) -> assertThatExceptionOfType(SecondFactorRequiredException.class)
			.isThrownBy(() -> logInWithSecondFactor(context)));
		this.enabled.withPropertyValues("faroe.security.authentication-manager.second-factor=allow")
			.run((context) -> assertThat(logInWithSecondFactor(context)).isNotEmpty());
	}

	/**
	 * The session would not end with that change otherwise.
	 */
	@Test
	void logInTheUserWhoHadTheTokenBeforeAChangeThatFollows() {
		this.enabled.run((context) -> {
			User user = createUser(context);
			ReactiveOneTimeTokenService tokens = context.getBean(ReactiveOneTimeTokenService.class);
			AccountStateService states = context.getBean(AccountStateService.class);
			ReactiveUserDetailsService details = context.getBean(ReactiveUserDetailsService.class);
			String token = Objects
				.requireNonNull(tokens.generate(new GenerateOneTimeTokenRequest(String.valueOf(user.email()))).block())
				.getTokenValue();
			UserDetails found = tokens.consume(new OneTimeTokenAuthenticationToken(token))
				.delayUntil((accepted) -> states.endSessions(user.id()))
				.flatMap((accepted) -> details.findByUsername(accepted.getUsername()))
				.contextWrite(new LogInRequest(null, () -> null)::putInto)
				.block();
			assertThat(found).isInstanceOfSatisfying(FaroeUserDetails.class,
					(logIn) -> assertThat(logIn.getSessionsSince()).isEqualTo(user.sessionsSince()));
			assertThat(details.findByUsername(user.id()).block()).isInstanceOfSatisfying(FaroeUserDetails.class,
					(logIn) -> assertThat(logIn.getSessionsSince()).isAfter(user.sessionsSince()));
		});
	}

	private static User createUser(ApplicationContext context) {
		String email = "token%s@example.com".formatted(System.identityHashCode(context));
		UserService users = context.getBean(UserService.class);
		User user = Objects.requireNonNull(users.create(email, "a long enough password", null).block());
		EmailVerificationService verifications = context.getBean(EmailVerificationService.class);
		String code = Objects.requireNonNull(verifications.create(user.id()).block()).code().value();
		verifications.verify(user.id(), code).block();
		return user;
	}

	private static String logInWithSecondFactor(ApplicationContext context) {
		User user = createUser(context);
		Authenticator authenticator = new Authenticator(Clock.systemUTC());
		context.getBean(TotpService.class)
			.register(user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		ReactiveOneTimeTokenService tokens = context.getBean(ReactiveOneTimeTokenService.class);
		OneTimeToken token = Objects
			.requireNonNull(tokens.generate(new GenerateOneTimeTokenRequest(String.valueOf(user.email()))).block());
		return Objects
			.requireNonNull(tokens.consume(new OneTimeTokenAuthenticationToken(token.getTokenValue())).block())
			.getUsername();
	}

}
