package dev.faroe.host;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.lockout.LockOutService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import dev.faroe.user.UserService;
import dev.faroe.userdata.UserDataService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of the services without what they need, as from an application whose form lacks a
 * field: an error signal that says so, never an exception, and nothing is charged.
 */
class MissingArgumentsTests {

	private static final Class<?>[] SERVICES = { UserService.class, PasswordService.class, TotpService.class,
			TotpEnrolmentService.class, RecoveryCodeService.class, EmailVerificationService.class,
			EmailUpdateService.class, PasswordResetService.class, UserDataService.class, LockOutService.class };

	private static FaroeServer server() {
		return FaroeServer.shared(TestDatabase.H2);
	}

	static Stream<Method> methods() {
		return Arrays.stream(SERVICES)
			.flatMap((service) -> Arrays.stream(service.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers())
					&& Publisher.class.isAssignableFrom(method.getReturnType()) && method.getParameterCount() > 0);
	}

	@ParameterizedTest
	@MethodSource("methods")
	void nullsAreInvalidData(Method method) throws Exception {
		Object service = server().bean(method.getDeclaringClass());
		Object[] arguments = Arrays.stream(method.getParameterTypes())
			.map((type) -> (type == boolean.class) ? false : null)
			.toArray();
		Object result = method.invoke(service, arguments);
		assertThat(result).isInstanceOf(Publisher.class);
		StepVerifier.create(Flux.from((Publisher<?>) result))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
					(failure) -> assertThat(failure.error()).isEqualTo(FaroeError.INVALID_DATA)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void missingAndEmptyCodesAreInvalidDataAndCostNothing(boolean missing) {
		String code = missing ? null : "";
		TotpService totp = server().bean(TotpService.class);
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		EmailVerificationService verifications = server().bean(EmailVerificationService.class);
		PasswordResetService resets = server().bean(PasswordResetService.class);
		RecoveryCodeService recoveryCodes = server().bean(RecoveryCodeService.class);
		Authenticator authenticator = new Authenticator(server().clock());
		TotpKey key = TotpKey.ofBase64(authenticator.key());
		String userId = server().bean(UserService.class)
			.create(null, "a long enough password", null)
			.map((user) -> user.id())
			.block();
		String credentialId = totp.register(userId, key, authenticator.code()).map((made) -> made.id()).block();
		String updateId = updates.create(userId, "missing%s@example.com".formatted(missing))
			.map((made) -> made.id())
			.block();
		String resetId = resets.create(userId, null).map((made) -> made.request().id()).block();
		verifications.create(userId).block();
		TotpEnrolmentService enrolments = server().bean(TotpEnrolmentService.class);
		enrolments.begin(userId).block();
		List<Publisher<?>> calls = new ArrayList<>();
		for (int time = 0; time < 6; time++) {
			calls.add(totp.register(userId, key, code));
			calls.add(enrolments.complete(userId, code));
			calls.add(totp.verify(credentialId, code));
			calls.add(totp.verifyAny(userId, code));
			calls.add(recoveryCodes.verify(userId, code));
			calls.add(recoveryCodes.resetSecondFactors(userId, code));
			calls.add(verifications.verify(userId, code));
			calls.add(updates.verifyNewEmail(updateId, code));
			calls.add(updates.verifyNewEmail(code, "AAAAAAAA"));
			calls.add(resets.verifyEmail(resetId, code, null));
			calls.add(resets.reset(code, "another long password", null));
		}
		for (Publisher<?> call : calls) {
			StepVerifier.create(Flux.from(call))
				.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
						(failure) -> assertThat(failure.error()).isEqualTo(FaroeError.INVALID_DATA)));
		}
		StepVerifier.create(totp.verify(credentialId, authenticator.code())).verifyComplete();
	}

	@Test
	void allServicesAreCalled() {
		assertThat(methods()).hasSizeGreaterThan(40);
	}

}
