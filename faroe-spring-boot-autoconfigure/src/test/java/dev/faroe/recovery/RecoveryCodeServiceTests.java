package dev.faroe.recovery;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.EncryptionKey;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can happen to a recovery code between the look at it and its replacement.
 */
class RecoveryCodeServiceTests extends EndpointTests {

	private final EncryptionAtRest encryption = new EncryptionAtRest(
			List.of(new EncryptionKey("key", new byte[EncryptionKey.LENGTH])));

	private final StoredCodes codes = StoredCodes.ofRecovery(this.encryption);

	@Test
	void acceptsCodeThatIsEncryptedMeanwhile() {
		JsonNode user = createUser();
		String code = recoveryCode(user);
		RecoveryCodeService service = serviceThatIsLate(id(user), this.codes.encrypt(Secret.of(code), id(user)));
		StepVerifier.create(service.verify(id(user), code))
			.assertNext((newCode) -> assertThat(newCode).matches(TokenGenerator::isCode).isNotEqualTo(code))
			.verifyComplete();
		StepVerifier.create(service.verify(id(user), code)).verifyErrorSatisfies(RecoveryCodeServiceTests::isIncorrect);
	}

	@Test
	void doesNotAcceptCodeThatIsReplacedMeanwhile() {
		for (StoredCodes others : List.of(this.codes, StoredCodes.ofRecovery(new EncryptionAtRest(List.of())))) {
			JsonNode user = createUser();
			RecoveryCodeService service = serviceThatIsLate(id(user), others.encrypt(Secret.of("ABCDEFGH"), id(user)));
			StepVerifier.create(service.verify(id(user), recoveryCode(user)))
				.verifyErrorSatisfies(RecoveryCodeServiceTests::isIncorrect);
			StepVerifier.create(service.verify(id(user), "ABCDEFGH")).expectNextCount(1).verifyComplete();
		}
	}

	/**
	 * Somebody stores something else when the service has looked for the first time.
	 */
	private RecoveryCodeService serviceThatIsLate(String userId, String stored) {
		RecoveryCodeRepository repository = server().bean(RecoveryCodeRepository.class);
		AtomicBoolean looked = new AtomicBoolean();
		RecoveryCodeRepository late = new RecoveryCodeRepository() {

			@Override
			public Mono<RecoveryCredential> findByUserId(String id) {
				return repository.findByUserId(id)
					.delayUntil((found) -> looked.getAndSet(true) ? Mono.empty() : repository.renew(userId, stored));
			}

			@Override
			public Mono<Integer> replace(String id, String expected, String replacement) {
				return repository.replace(id, expected, replacement);
			}

			@Override
			public Mono<Integer> renew(String id, String replacement) {
				return repository.renew(id, replacement);
			}

		};
		return new RecoveryCodeService(late, server().bean(SecondFactors.class), this.encryption,
				server().bean(TokenGenerator.class), server().bean(Limits.class),
				server().bean(TransactionalOperator.class), FaroeEvents.none());
	}

	private static void isIncorrect(Throwable ex) {
		assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
				(faroe) -> assertThat(faroe.error()).isEqualTo(FaroeError.INCORRECT_CODE));
	}

}
