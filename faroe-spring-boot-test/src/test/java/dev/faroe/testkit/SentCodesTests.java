package dev.faroe.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.security.Secret;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages are kept for the test that takes them.
 */
class SentCodesTests {

	private final SentCodes codes = new SentCodes();

	@Test
	void takesTheOldestMessageToAnAddressOnce() {
		this.codes.send(message("ann@example.com", "FIRST"));
		this.codes.send(message("bob@example.com", "OTHER"));
		this.codes.send(message("ann@example.com", "SECOND"));
		assertThat(code(this.codes.take("Ann@example.com"))).isEqualTo("FIRST");
		assertThat(code(this.codes.take("ann@example.com"))).isEqualTo("SECOND");
		assertThat(this.codes.all()).extracting(SentCodesTests::code).containsExactly("OTHER");
	}

	@Test
	void waitsForAMessage() {
		CompletableFuture<CodeMessage> taken = CompletableFuture.supplyAsync(() -> this.codes.take("ann@example.com"));
		this.codes.send(message("bob@example.com", "OTHER"));
		this.codes.send(message("ann@example.com", "FIRST"));
		assertThat(code(taken.join())).isEqualTo("FIRST");
	}

	@Test
	void everyMessageIsTakenByOne() {
		List<String> expected = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
		CompletableFuture<Void> sending = CompletableFuture
			.runAsync(() -> expected.forEach((code) -> this.codes.send(message("ann@example.com", code))));
		List<String> taken = IntStream.range(0, 100)
			.parallel()
			.mapToObj((i) -> code(this.codes.take("ann@example.com")))
			.toList();
		sending.join();
		assertThat(taken).containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void failsWithoutAMessage() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.codes.take("ann@example.com", Duration.ZERO))
			.withMessage("No message was sent to ann@example.com");
	}

	@Test
	void doesNotGoOnWaitingWhenInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.codes.take("ann@example.com"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void forgetsTheOldestOfTooMany() {
		IntStream.rangeClosed(0, SentCodes.CAPACITY)
			.forEach((i) -> this.codes.send(message("ann@example.com", Integer.toString(i))));
		assertThat(this.codes.all()).hasSize(SentCodes.CAPACITY);
		assertThat(code(this.codes.take("ann@example.com"))).isEqualTo("1");
	}

	@Test
	void forgetsAll() {
		this.codes.send(message("ann@example.com", "FIRST"));
		this.codes.clear();
		assertThat(this.codes.all()).isEmpty();
	}

	static CodeMessage message(String email, String code) {
		return new CodeMessage(CodePurpose.EMAIL_VERIFICATION, null, email, Secret.of(code), null, null,
				Locale.ENGLISH);
	}

	private static String code(CodeMessage message) {
		Secret code = message.code();
		return (code != null) ? code.value() : "";
	}

}
