package dev.faroe.login;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * What Spring Security gets to know about a log-in.
 */
class FaroeReactiveAuthenticationManagerTests {

	private final UserService users = mock(UserService.class);

	private final FaroeReactiveAuthenticationManager logIn = new FaroeReactiveAuthenticationManager(this.users,
			SecondFactorPolicy.REJECT, Clock.systemUTC());

	private static UsernamePasswordAuthenticationToken credentials(@Nullable String password) {
		return UsernamePasswordAuthenticationToken.unauthenticated("ann@example.com", password);
	}

	private static User user(boolean totpRegistered) {
		return new User("aaaaaaaaaaaaaaaaaaaaaaaa", Instant.EPOCH, "ann@example.com", true, Secret.of("RECOVERY"),
				totpRegistered ? Set.of("totp") : Set.of());
	}

	private void givenUser(boolean totpRegistered) {
		given(this.users.authenticateDiscreetly(eq("ann@example.com"), eq("password"), isNull()))
			.willReturn(Mono.just(user(totpRegistered)));
	}

	@Test
	void principalIsTheUser() {
		givenUser(false);
		UsernamePasswordAuthenticationToken request = credentials("password");
		request.setDetails("details");
		StepVerifier.create(this.logIn.authenticate(request)).assertNext((authentication) -> {
			assertThat(authentication.isAuthenticated()).isTrue();
			assertThat(authentication.getName()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaa");
			assertThat(authentication.getCredentials()).isNull();
			assertThat(authentication.getDetails()).isEqualTo("details");
			assertThat(authentication.getAuthorities()).extracting(GrantedAuthority::getAuthority)
				.containsExactly("FACTOR_PASSWORD", "ROLE_USER");
			FaroeUserDetails principal = (FaroeUserDetails) authentication.getPrincipal();
			assertThat(principal.getUserId()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaa");
			assertThat(principal.getEmail()).isEqualTo("ann@example.com");
			assertThat(principal.isEmailVerified()).isTrue();
			assertThat(principal.getPassword()).isNull();
			assertThat(principal).hasToString("FaroeUserDetails[userId=aaaaaaaaaaaaaaaaaaaaaaaa, secondFactors=[]]");
			assertThat(principal).isEqualTo(new FaroeUserDetails(user(true)));
		}).verifyComplete();
	}

	@Test
	void passwordIsNotEnoughForAUserWithASecondFactor() {
		givenUser(true);
		StepVerifier.create(this.logIn.authenticate(credentials("password")))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(SecondFactorRequiredException.class,
					(required) -> assertThat(required.getUserId()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaa")));
	}

	@Test
	void applicationThatAsksForTheSecondFactorIsToldThatThereIsOne() {
		givenUser(true);
		StepVerifier
			.create(new FaroeReactiveAuthenticationManager(this.users, SecondFactorPolicy.ALLOW, Clock.systemUTC())
				.authenticate(credentials("password"))
				.map(Authentication::getPrincipal)
				.cast(FaroeUserDetails.class))
			.assertNext((principal) -> assertThat(principal.getSecondFactors()).containsExactly("totp"))
			.verifyComplete();
	}

	@ParameterizedTest
	@CsvSource({ "INVALID_DATA, BadCredentialsException, Bad credentials",
			"USER_NOT_EXISTS, BadCredentialsException, Bad credentials",
			"INCORRECT_PASSWORD, BadCredentialsException, Bad credentials",
			"TOO_MANY_REQUESTS, LockedException, Too many log-ins",
			"SERVICE_UNAVAILABLE, LogInUnavailableException, The log-in is out of service" })
	void failureIsOneOfSpringSecurity(FaroeError error, String type, String message) {
		given(this.users.authenticateDiscreetly(any(), any(), any())).willReturn(Mono.error(new FaroeException(error)));
		StepVerifier.create(this.logIn.authenticate(credentials("password"))).verifyErrorSatisfies((ex) -> {
			assertThat(ex.getClass().getSimpleName()).isEqualTo(type);
			assertThat(ex).hasMessage(message);
		});
	}

	@ParameterizedTest
	@EnumSource(SecondFactorPolicy.class)
	void missingPasswordIsAWrongOne(SecondFactorPolicy policy) {
		StepVerifier
			.create(new FaroeReactiveAuthenticationManager(this.users, policy, Clock.systemUTC())
				.authenticate(credentials(null)))
			.verifyErrorMessage("Bad credentials");
		verifyNoInteractions(this.users);
	}

	@Test
	void otherKindsOfLogInAreLeftToOthers() {
		StepVerifier.create(this.logIn.authenticate(new TestingAuthenticationToken("ann@example.com", "password")))
			.verifyComplete();
		verifyNoInteractions(this.users);
	}

	@Test
	void addressOfTheClientComesFromTheContext() {
		given(this.users.authenticateDiscreetly("ann@example.com", "password", "192.0.2.1"))
			.willReturn(Mono.just(user(false)));
		StepVerifier
			.create(this.logIn.authenticate(credentials("password"))
				.contextWrite((context) -> FaroeReactiveAuthenticationManager.withClientAddress(context, "192.0.2.1")))
			.expectNextCount(1)
			.verifyComplete();
	}

	@Test
	void userIsFoundWithoutAPassword() {
		given(this.users.getByEmail("ann@example.com")).willReturn(Mono.just(user(false)));
		given(this.users.getByEmail("bob@example.com"))
			.willReturn(Mono.error(new FaroeException(FaroeError.USER_NOT_EXISTS)));
		given(this.users.getByEmail("bob")).willReturn(Mono.error(new FaroeException(FaroeError.INVALID_DATA)));
		FaroeReactiveUserDetailsService details = new FaroeReactiveUserDetailsService(this.users);
		StepVerifier.create(details.findByUsername("ann@example.com"))
			.expectNext(new FaroeUserDetails(user(false)))
			.verifyComplete();
		StepVerifier.create(details.findByUsername("bob@example.com")).verifyComplete();
		StepVerifier.create(details.findByUsername("bob")).verifyComplete();
	}

}
