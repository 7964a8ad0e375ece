package dev.faroe.login.servlet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.login.LogInUnavailableException;
import dev.faroe.login.SecondFactorRequiredException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaroeAuthenticationProvider}.
 */
class FaroeAuthenticationProviderTests {

	private static final Authentication REQUEST = UsernamePasswordAuthenticationToken.unauthenticated("ann", "secret");

	@AfterEach
	void resetRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	private static FaroeAuthenticationProvider provider(ReactiveAuthenticationManager logIn) {
		return new FaroeAuthenticationProvider(logIn, (request) -> request.getRemoteAddr(), Duration.ofMinutes(1));
	}

	@Test
	void waitsForTheAnswerOfTheReactiveLogIn() {
		Authentication answer = UsernamePasswordAuthenticationToken.authenticated("ann", null, List.of());
		assertThat(
				provider((request) -> Mono.just(answer).publishOn(Schedulers.boundedElastic())).authenticate(REQUEST))
			.isSameAs(answer);
	}

	@Test
	void throwsWhatTheReactiveLogInSignals() {
		for (AuthenticationException failure : new AuthenticationException[] {
				new BadCredentialsException("Bad credentials"), new LockedException("Too many log-ins"),
				new SecondFactorRequiredException("id"),
				new LogInUnavailableException(new FaroeException(FaroeError.SERVICE_UNAVAILABLE)) }) {
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> provider((request) -> Mono.error(failure)).authenticate(REQUEST))
				.isSameAs(failure);
		}
	}

	@Test
	void keepsNoThreadForEver() {
		AtomicBoolean cancelled = new AtomicBoolean();
		FaroeAuthenticationProvider provider = new FaroeAuthenticationProvider(
				(request) -> Mono.<Authentication>never().doOnCancel(() -> cancelled.set(true)), (request) -> null,
				Duration.ofMillis(1));
		assertThatExceptionOfType(LogInUnavailableException.class).isThrownBy(() -> provider.authenticate(REQUEST));
		assertThat(cancelled).isTrue();
	}

	@Test
	void tellsTheLogInTheAddressOfTheClientIfThereIsARequest() {
		FaroeAuthenticationProvider provider = provider((request) -> Mono.deferContextual(
				(context) -> Mono.just(new TestingAuthenticationToken("ann", null, String.valueOf(context.size())))));
		assertThat(String.valueOf(provider.authenticate(REQUEST))).contains("[0]");
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr("192.0.2.1");
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
		assertThat(String.valueOf(provider.authenticate(REQUEST))).contains("[1]");
		RequestContextHolder.resetRequestAttributes();
		UsernamePasswordAuthenticationToken withDetails = UsernamePasswordAuthenticationToken.unauthenticated("ann",
				"secret");
		withDetails.setDetails(new WebAuthenticationDetails(request));
		assertThat(String.valueOf(provider.authenticate(withDetails))).contains("[1]");
	}

	@Test
	void isForEmailAddressesWithPasswords() {
		FaroeAuthenticationProvider provider = provider((request) -> Mono.empty());
		assertThat(provider.supports(UsernamePasswordAuthenticationToken.class)).isTrue();
		assertThat(provider.supports(TestingAuthenticationToken.class)).isFalse();
	}

}
