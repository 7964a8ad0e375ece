package dev.faroe.login.message;

import java.time.Duration;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sentences for failures.
 */
class FaroeMessagesTests {

	private final FaroeMessages messages = new FaroeMessages(null);

	@ParameterizedTest
	@EnumSource(value = FaroeError.class, mode = EnumSource.Mode.EXCLUDE,
			names = { "INTERNAL_ERROR", "NOT_AUTHENTICATED", "METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE",
					"PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE" })
	void everyFailureOfAServiceHasASentenceInEachLanguage(FaroeError error) {
		String english = this.messages.text(new FaroeException(error), Locale.ENGLISH);
		String german = this.messages.text(new FaroeException(error), Locale.GERMAN);
		String unknown = this.messages.text(new FaroeException(FaroeError.INTERNAL_ERROR), Locale.ENGLISH);
		assertThat(english).isNotEqualTo(unknown).isNotEqualTo(german).doesNotContain("{");
		assertThat(german).doesNotContain("{");
	}

	@Test
	void tellsHowLongToWait() {
		FaroeException failure = new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.ofSeconds(61));
		assertThat(this.messages.text(failure, Locale.UK)).isEqualTo("Too many attempts. Try again in 2 minutes.");
		assertThat(this.messages.text(failure, new Locale("de", "AT")))
			.isEqualTo("Zu viele Versuche. Bitte in 2 Minuten noch einmal versuchen.");
		assertThat(this.messages.text(new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.ofSeconds(60)),
				Locale.ENGLISH))
			.endsWith("in one minute.");
	}

	@Test
	void speaksEnglishToWhoSpeaksNeither() {
		assertThat(this.messages.text(new FaroeException(FaroeError.INCORRECT_CODE), Locale.JAPANESE))
			.startsWith("The code is wrong");
	}

	@Test
	void saysWhatTheApplicationSays() {
		StaticMessageSource application = new StaticMessageSource();
		application.addMessage("faroe.failure.incorrect-code", Locale.ENGLISH, "Nope.");
		FaroeMessages replaced = new FaroeMessages(application);
		assertThat(replaced.text(new FaroeException(FaroeError.INCORRECT_CODE), Locale.ENGLISH)).isEqualTo("Nope.");
		assertThat(replaced.text(new FaroeException(FaroeError.WEAK_PASSWORD), Locale.ENGLISH))
			.startsWith("This password");
	}

	@Test
	void failureComesThroughAQuery() {
		Failure failure = Failure.of(new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.ofSeconds(61)));
		assertThat(Failure.in(MockServerHttpRequest.get("/page?" + failure.query()).build())).contains(failure);
		Failure field = Failure.of(new FaroeException(FaroeError.INCORRECT_CODE));
		assertThat(field.field()).isEqualTo("code");
		assertThat(Failure.in(MockServerHttpRequest.get("/page?" + field.query()).build())).contains(field);
		assertThat(Failure.in(MockServerHttpRequest.get("/page").build())).isEmpty();
		assertThat(Failure.in(MockServerHttpRequest.get("/page?error=%3Cb%3E").build())).isEmpty();
	}

}
