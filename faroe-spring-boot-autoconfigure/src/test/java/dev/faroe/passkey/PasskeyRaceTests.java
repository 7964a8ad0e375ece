package dev.faroe.passkey;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.PasskeyCopySuspectedEvent;
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
 * Of many answers to one challenge, one counts, over instances and in transactions of the
 * application.
 */
@Tag("one-jdk")
class PasskeyRaceTests extends PasskeyEndpoints {

	private final SoftwareAuthenticator authenticator = authenticator();

	private String userId = "";

	@BeforeEach
	void createTheUser() {
		this.userId = createUserId();
	}

	private PasskeyService service(int index) {
		return instances().get(index % 2).bean(PasskeyService.class);
	}

	private List<String> twenty(IntFunction<Mono<?>> ceremony) {
		return Flux.range(0, 20)
			.flatMap((index) -> Mono.defer(() -> ceremony.apply(index))
				.thenReturn("accepted")
				.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error().name()))
				.subscribeOn(Schedulers.boundedElastic()), 20)
			.collectList()
			.block();
	}

	private static String json(Map<String, Object> response) {
		return JsonMapper.shared().writeValueAsString(response);
	}

	@Test
	void oneOfManyRegistersWithAChallenge() {
		String response = json(this.authenticator.register(creationOptions(this.userId)));
		assertThat(twenty((index) -> service(index).register(this.userId, response, "Phone")))
			.containsOnly("accepted", "INVALID_REQUEST")
			.containsOnlyOnce("accepted");
		assertThat(get("/users/" + this.userId + "/passkeys").json().size()).isEqualTo(1);
	}

	@Test
	void oneOfManyAuthenticatesWithAChallenge() {
		register(this.userId, this.authenticator);
		String response = json(this.authenticator.authenticate(requestOptions(null)));
		assertThat(twenty((index) -> service(index).authenticate(response))).containsOnly("accepted", "INVALID_REQUEST")
			.containsOnlyOnce("accepted");
	}

	@Test
	void oneOfManyAuthenticatesInTransactionsOfTheApplication() {
		register(this.userId, this.authenticator);
		String response = json(this.authenticator.authenticate(requestOptions(null)));
		assertThat(twenty((index) -> service(index).authenticate(response)
			.as(instances().get(index % 2).bean(TransactionalOperator.class)::transactional)))
			// Whoever waits for too long for the transaction of another gives up.
			.isSubsetOf("accepted", "INVALID_REQUEST", "SERVICE_UNAVAILABLE")
			.containsOnlyOnce("accepted");
	}

	@Test
	void oneOfManyAnswersHasACounter() {
		this.authenticator.countsUp();
		register(this.userId, this.authenticator);
		this.authenticator.counter(7);
		List<String> responses = IntStream.range(0, 20)
			.mapToObj((index) -> json(this.authenticator.counter(7).authenticate(requestOptions(null))))
			.toList();
		assertThat(twenty((index) -> service(index).authenticate(responses.get(index))))
			.containsOnly("accepted", "INCORRECT_CODE")
			.containsOnlyOnce("accepted");
	}

	@Test
	void noMoreThanTheGreatestNumberAreRegisteredAtOnce() {
		List<String> responses = IntStream.range(0, 10)
			.mapToObj((index) -> json(authenticator().register(creationOptions(this.userId))))
			.toList();
		assertThat(Flux.range(0, 10)
			.flatMap((index) -> service(index).register(this.userId, responses.get(index), "Phone")
				.map(Passkey::name)
				.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error().name())), 10)
			.collectList()
			.block()).isSubsetOf("Phone", "NOT_ALLOWED", "INVALID_REQUEST");
		assertThat(get("/users/" + this.userId + "/passkeys").json().size()).isBetween(1, 3);
	}

	@Test
	void manyCanBeginAtOnce() {
		register(this.userId, this.authenticator);
		assertThat(twenty((index) -> service(index).authenticationOptions(this.userId, false, null)))
			.containsOnly("accepted");
		assertThat(twenty((index) -> service(index).registrationOptions(this.userId, false))).containsOnly("accepted");
		assertThat(authenticate(this.authenticator, this.userId).status()).isEqualTo(200);
		assertThat(server().database()
			.sql("SELECT COUNT(*) FROM faroe_passkey_challenge WHERE user_id = :userId")
			.bind("userId", this.userId)
			.mapValue(Long.class)
			.one()
			.block()).isEqualTo(9 + 10);
	}

	@Test
	void theNewestChallengeIsThereHoweverManyAreOfTheSameSecond() {
		register(this.userId, this.authenticator);
		for (int time = 0; time < 30; time++) {
			assertThat(authenticate(this.authenticator, this.userId).status()).isEqualTo(200);
			service(0).authenticationOptions(this.userId, false, null).block();
		}
	}

	@Test
	void aCopyIsReported() {
		this.authenticator.countsUp();
		register(this.userId, this.authenticator);
		this.authenticator.counter(9);
		assertThat(authenticate(this.authenticator, null).status()).isEqualTo(200);
		this.authenticator.counter(3);
		assertThat(authenticate(this.authenticator, null).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(server().bean(Copies.class).next(this.userId)).isEqualTo(new PasskeyCopySuspectedEvent(this.userId,
				get("/users/" + this.userId + "/passkeys").json().get(0).get("id").stringValue(),
				server().clock().instant()));
	}

	@Test
	void aChallengeIsNotForAnotherUserNorCeremony() {
		register(this.userId, this.authenticator);
		String other = createUserId();
		SoftwareAuthenticator others = authenticator();
		register(other, others);
		Map<String, Object> options = requestOptions(this.userId);
		options.put("allowCredentials", List.of());
		assertThat(authenticate(others.authenticate(options)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		Map<String, Object> creation = creationOptions(this.userId);
		assertThat(register(other, authenticator().register(creation)).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		Map<String, Object> swapped = requestOptions(null);
		swapped.put("challenge", creationOptions(this.userId).get("challenge"));
		assertThat(authenticate(this.authenticator.authenticate(swapped)).error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void anAnswerOnceWrongIsWrongForGood() {
		register(this.userId, this.authenticator);
		Map<String, Object> options = requestOptions(null);
		Manipulation.SIGNATURE_CORRUPTED.apply(this.authenticator);
		assertThat(authenticate(this.authenticator.authenticate(options)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(authenticate(this.authenticator.honest().authenticate(options)).error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
	}

}
