package dev.faroe.host;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.flow.SentMessages;
import dev.faroe.test.DatabaseSource;
import dev.faroe.user.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.InvalidOneTimeTokenException;
import org.springframework.security.authentication.ott.OneTimeToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whom one-time tokens do not log in.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class OneTimeTokenAttackTests extends OneTimeTokenTestCase {

	@Test
	void workForTenMinutesWhateverWasAskedFor() {
		OneTimeToken token = Objects
			.requireNonNull(tokens().generate(new GenerateOneTimeTokenRequest(this.email, Duration.ofDays(1))).block());
		assertThat(token.getExpiresAt()).isEqualTo(server().clock().instant().plus(Duration.ofMinutes(10)));
		server().clock().advance(Duration.ofMinutes(10));
		assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(token.getTokenValue()));
	}

	@Test
	void areWorthNothingForWhoMustNotLogIn() {
		User disabled = createUser(true);
		server().bean(AccountStateService.class).disable(disabled.id(), null).block();
		OneTimeToken real = generate(this.email);
		server().bean(SentMessages.class).next(this.email);
		for (String email : List.of("nobody@example.com", String.valueOf(createUser(false).email()),
				String.valueOf(disabled.email()))) {
			OneTimeToken token = generate(email.toUpperCase(Locale.ROOT));
			assertThat(token.getUsername()).isEqualTo(email);
			assertThat(token.getTokenValue()).matches("[a-z2-9]{24}[A-Z2-9]{8}");
			assertThat(token.getExpiresAt()).isEqualTo(real.getExpiresAt());
			assertThatExceptionOfType(InvalidOneTimeTokenException.class)
				.isThrownBy(() -> consume(token.getTokenValue()));
			assertThat(browser().submit("/ott/generate", "username", email)).isEqualTo("302 /login/ott");
		}
		// Messages are sent in turn: one to the others would have come by then.
		generate(this.email);
		assertThat(server().bean(SentMessages.class).any().email()).isEqualTo(this.email);
	}

	@Test
	void takeFiveGuesses() {
		String token = generate(this.email).getTokenValue();
		String guess = token.substring(0, 24) + (token.endsWith("A") ? "BBBBBBBB" : "AAAAAAAA");
		for (int time = 0; time < 5; time++) {
			assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(guess));
		}
		assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(token));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "token", "' OR 1=1 --", "abcdefghijkmnpqrstuvwxyzABCDEFGH",
			"ABCDEFGHABCDEFGHABCDEFGHABCDEFGH", "ab cdefghijkmnpqrstuvwxyz23456789" })
	void areNothingElse(String text) {
		assertThat(logIn(this.browser, text)).isEqualTo(FAILED);
		assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(text));
	}

	@Test
	void areLimitedByAddress() {
		List<String> answers = IntStream.range(0, 50)
			.mapToObj(
					(index) -> this.browser.submit("/ott/generate", "username", "flood%d@example.com".formatted(index)))
			.toList();
		assertThat(answers.get(0)).isEqualTo("302 /login/ott");
		assertThat(answers.get(49)).startsWith("429 ");
		assertThat(this.browser.submit("/ott/generate", "username", "no address")).startsWith("400 ");
	}

	@Test
	void areStoredAsHashes() {
		String token = generate(this.email).getTokenValue();
		String stored = server().database()
			.sql("SELECT code_hash FROM faroe_log_in_request WHERE id = :id")
			.bind("id", token.substring(0, 24))
			.map((row) -> String.valueOf(row.get(0, String.class)))
			.one()
			.block();
		assertThat(stored).startsWith("$argon2id$").doesNotContain(token.substring(24));
	}

}
