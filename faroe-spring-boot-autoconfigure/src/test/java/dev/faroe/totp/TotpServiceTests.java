package dev.faroe.totp;

import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.params.ParameterizedTest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TotpService} with settings that are not the default.
 */
class TotpServiceTests {

	@ParameterizedTest
	@DatabaseSource
	void acceptsCodeAgainWhereThatIsAllowed(TestDatabase database) {
		try (FaroeServer server = FaroeServer.start(database, "faroe.totp.allow-code-reuse=true")) {
			TotpService totp = server.bean(TotpService.class);
			Authenticator authenticator = new Authenticator(server.clock());
			TotpKey key = TotpKey.ofBase64(authenticator.key());
			Mono<Void> verifiedTwice = createUser(server)
				.flatMap((userId) -> totp.register(userId, key, authenticator.code()))
				.flatMap((credential) -> totp.verify(credential.id(), authenticator.code())
					.then(totp.verify(credential.id(), authenticator.code())));
			StepVerifier.create(verifiedTwice).verifyComplete();
		}
	}

	@ParameterizedTest
	@DatabaseSource
	void registersNoMoreCredentialsThanAUserMayHave(TestDatabase database) {
		try (FaroeServer server = FaroeServer.start(database, "faroe.totp.max-credentials=3")) {
			TotpService totp = server.bean(TotpService.class);
			Authenticator authenticator = new Authenticator(server.clock());
			TotpKey key = TotpKey.ofBase64(authenticator.key());
			String userId = Objects.requireNonNull(createUser(server).block());
			List<FaroeError> errors = inParallel(8, Mono.defer(() -> {
				Authenticator another = new Authenticator(server.clock());
				return totp.register(userId, TotpKey.ofBase64(another.key()), another.code());
			}));
			assertThat(errors).hasSize(5).containsOnly(FaroeError.NOT_ALLOWED);
			StepVerifier.create(totp.list(userId)).expectNextCount(3).verifyComplete();
			assertThat(inParallel(8, totp.replaceAll(userId, key, authenticator.code()))).isEmpty();
			StepVerifier.create(totp.list(userId)).expectNextCount(1).verifyComplete();
		}
	}

	private static List<FaroeError> inParallel(int times, Mono<?> action) {
		Flux<FaroeError> errors = Flux.range(0, times)
			.flatMap((index) -> action.subscribeOn(Schedulers.parallel())
				.then(Mono.<FaroeError>empty())
				.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error())), times);
		return Objects.requireNonNull(errors.collectList().block());
	}

	private static Mono<String> createUser(FaroeServer server) {
		return server.bean(UserService.class).create(null, "a long enough password", null).map(User::id);
	}

}
