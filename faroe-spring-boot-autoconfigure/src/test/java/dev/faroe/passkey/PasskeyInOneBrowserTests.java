package dev.faroe.passkey;

import java.time.Duration;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passkeys that answer for one browser, by two instances of one application.
 */
@Tag("one-jdk")
class PasskeyInOneBrowserTests extends PasskeyEndpoints {

	private static final Secret BROWSER = Secret.of("a secret of this browser");

	private static final Secret ANOTHER = Secret.of("a secret of another one");

	private static final String CLIENT_IP = "192.0.2.7";

	private final SoftwareAuthenticator authenticator = authenticator();

	private String userId = "";

	@BeforeEach
	void registerAPasskey() {
		this.userId = createUserId();
		register(this.userId, this.authenticator);
	}

	private PasskeyService service(int index) {
		return instances().get(index % 2).bean(PasskeyService.class);
	}

	private String answer() {
		return answerTo(service(0).authenticationOptions(BROWSER, null));
	}

	private String answerTo(Mono<Map<String, Object>> options) {
		return JsonMapper.shared()
			.writeValueAsString(this.authenticator.authenticate(options.blockOptional().orElseThrow()));
	}

	private static String outcome(Mono<PasskeyAuthentication> authentication) {
		return authentication.map((proved) -> proved.passkey().userId())
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error().name()))
			.blockOptional(Duration.ofMinutes(1))
			.orElseThrow();
	}

	@Test
	void countInTheBrowserThatAskedAtAnyInstance() {
		assertThat(outcome(service(1).authenticate(BROWSER, answer()))).isEqualTo(this.userId);
	}

	@Test
	void areNotUsedUpByAnotherBrowser() {
		String answer = answer();
		assertThat(outcome(service(0).authenticate(ANOTHER, answer))).isEqualTo("INVALID_REQUEST");
		assertThat(outcome(service(0).authenticate(BROWSER, answer))).isEqualTo(this.userId);
	}

	@Test
	void areNothingElseThanALogInInABrowser() {
		String answer = answer();
		assertThat(outcome(service(0).authenticate(answer))).isEqualTo("INVALID_REQUEST");
		assertThat(outcome(service(0).authenticate(this.userId, answer))).isEqualTo("INVALID_REQUEST");
		assertThat(post("/passkeys/authenticate", "credential", JsonMapper.shared().readTree(answer)).error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
		for (String userId : new String[] { null, this.userId }) {
			String unbound = answerTo(service(0).authenticationOptions(userId, true, null));
			assertThat(outcome(service(0).authenticate(BROWSER, unbound))).isEqualTo("INVALID_REQUEST");
		}
		assertThat(outcome(service(0).authenticate(BROWSER, answer))).isEqualTo(this.userId);
	}

	@Test
	void countOnceOfTwentyAtOnce() {
		String answer = answer();
		assertThat(Flux.range(0, 20)
			.flatMap((index) -> Mono.fromCallable(() -> outcome(service(index).authenticate(BROWSER, answer)))
				.subscribeOn(Schedulers.boundedElastic()), 20)
			.collectList()
			.block()).filteredOn(this.userId::equals).hasSize(1);
	}

	@Test
	void areUsedUpThoughTheTransactionOfTheApplicationIsRolledBack() {
		String answer = answer();
		server().bean(TransactionalOperator.class).execute((transaction) -> {
			transaction.setRollbackOnly();
			return service(0).authenticate(BROWSER, answer);
		}).blockLast();
		assertThat(outcome(service(0).authenticate(BROWSER, answer))).isEqualTo("INVALID_REQUEST");
	}

	@Test
	void areWorthNothingWithoutAVerifiedUser() {
		this.authenticator.flag(AuthenticatorFlag.USER_VERIFIED, false);
		assertThat(outcome(service(0).authenticate(BROWSER, answer()))).isEqualTo("INCORRECT_CODE");
	}

	@Test
	void areAskedForAsOftenAsTheLimitAllows() {
		Mono<Object> asked = service(0).authenticationOptions(BROWSER, CLIENT_IP)
			.map((options) -> options.get("userVerification"))
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()));
		assertThat(Flux.range(0, 31).concatMap((index) -> asked).collectList().block()).startsWith("required")
			.endsWith("required", FaroeError.TOO_MANY_REQUESTS)
			.hasSize(31);
	}

	@Test
	void needASecret() {
		assertThat(outcome(service(0).authenticate(Secret.of(""), answer()))).isEqualTo("INVALID_DATA");
		assertThat(outcome(
				service(0).authenticationOptions(Secret.of(""), null).then(Mono.<PasskeyAuthentication>empty())))
			.isEqualTo("INVALID_DATA");
	}

}
