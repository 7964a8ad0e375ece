package dev.faroe.password.hashing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class MigratingPasswordEncoderTests {

	private static final String PASSWORD = "pässwörd-ünïcode-✓";

	/** 53 characters, as they follow the cost of a bcrypt hash. */
	private static final String BCRYPT_TAIL = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

	private static final String SCRYPT_TAIL = "$c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

	private final MigratingPasswordEncoder encoder = new MigratingPasswordEncoder(
			new Argon2idPasswordEncoder(new Argon2Parameters(64, 1, 1), Argon2Engine.AUTO));

	@SuppressWarnings("deprecation")
	static Stream<String> hashes() {
		Map<String, PasswordEncoder> encoders = Map.of("bcrypt", new BCryptPasswordEncoder(4), "scrypt",
				SCryptPasswordEncoder.defaultsForSpringSecurity_v4_1(), "scrypt@SpringSecurity_v5_8",
				SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8(), "pbkdf2",
				Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_5(), "pbkdf2@SpringSecurity_v5_8",
				Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8(), "argon2",
				Argon2PasswordEncoder.defaultsForSpringSecurity_v5_2(), "argon2@SpringSecurity_v5_8",
				Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8());
		return encoders.entrySet()
			.stream()
			.map((entry) -> new DelegatingPasswordEncoder(entry.getKey(), encoders).encode(PASSWORD));
	}

	@ParameterizedTest
	@MethodSource("hashes")
	void verifiesWhatSpringSecurityWrote(String hash) {
		assertThat(this.encoder.supports(hash)).isTrue();
		assertThat(this.encoder.matches(PASSWORD, hash)).isTrue();
		assertThat(this.encoder.matches("another password", hash)).isFalse();
		assertThat(this.encoder.upgradeEncoding(hash)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2a$", "$2b$", "$2y$" })
	void verifiesEveryVersionOfBcrypt(String version) {
		BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(
				BCryptPasswordEncoder.BCryptVersion.valueOf(version.substring(0, 3).toUpperCase()), 4);
		String hash = bcrypt.encode(PASSWORD);
		assertThat(hash).startsWith(version);
		assertThat(this.encoder.matches(PASSWORD, "{bcrypt}" + hash)).isTrue();
	}

	@Test
	void verifiesAHashOfTheGoServer() {
		String hash = "$argon2id$v=19$m=19456,t=2,p=1$nH9ApDfMxbuFYikfMbFwXw$171tzrVVtsPU5SLctZPs94EiYfgXLZ1fY5bgOvCm1ik";
		assertThat(this.encoder.supports(hash)).isTrue();
		assertThat(this.encoder.matches("pässwörd-ünïcode-✓", hash)).isTrue();
		MigratingPasswordEncoder sameParameters = new MigratingPasswordEncoder(new Argon2idPasswordEncoder());
		assertThat(sameParameters.upgradeEncoding(hash)).isFalse();
		assertThat(sameParameters.upgradeEncoding("{argon2}" + hash)).isTrue();
	}

	@Test
	void writesPlainArgon2id() {
		String hash = this.encoder.encode(PASSWORD);
		assertThat(hash).startsWith("$argon2id$");
		assertThat(this.encoder.matches(PASSWORD, hash)).isTrue();
		assertThat(this.encoder.upgradeEncoding(hash)).isFalse();
	}

	@Test
	void knowsNoHashThatProtectsNothing() {
		DelegatingPasswordEncoder spring = (DelegatingPasswordEncoder) PasswordEncoderFactories
			.createDelegatingPasswordEncoder();
		for (String hash : List.of("{noop}" + PASSWORD, "{MD5}5f4dcc3b5aa765d61d8327deb882cf99",
				"{ldap}{SSHA}0000000000000000000000000000000000000000", "{SHA-256}" + "0".repeat(64))) {
			assertThat(this.encoder.supports(hash)).as(hash).isFalse();
			assertThat(this.encoder.matches(PASSWORD, hash)).as(hash).isFalse();
		}
		assertThat(spring.matches(PASSWORD, "{noop}" + PASSWORD)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{bcrypt}$2a$16$" + BCRYPT_TAIL, "{bcrypt}$2a$04$" + BCRYPT_TAIL,
			// N 2^18, r 8: 256 MiB; p 4: four times the work.
			"{scrypt}$120804" + SCRYPT_TAIL, "{scrypt}$f0101" + SCRYPT_TAIL })
	void takesWhatCostsMuch(String hash) {
		assertThat(this.encoder.supports(hash)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{bcrypt}$2a$17$" + BCRYPT_TAIL, "{bcrypt}$2a$31$" + BCRYPT_TAIL,
			"{bcrypt}$2a$03$" + BCRYPT_TAIL, "{scrypt}$120805" + SCRYPT_TAIL, "{scrypt}$130801" + SCRYPT_TAIL,
			"{scrypt}$ffffff" + SCRYPT_TAIL, "{scrypt}$100101" + SCRYPT_TAIL, "{scrypt}$e0001" + SCRYPT_TAIL,
			"{scrypt}$e0800" + SCRYPT_TAIL, "{scrypt}$00801" + SCRYPT_TAIL,
			"{argon2}$argon2id$v=19$m=2097152,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"$argon2id$v=19$m=1048576,t=17,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void refusesWhatCostsTooMuchOrNothing(String hash) {
		assertThat(this.encoder.supports(hash)).isFalse();
		assertThat(this.encoder.matches(PASSWORD, hash)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "}", "{}", "{bcrypt", "{bcrypt}", "{bcrypt}x", "{bcrypt}$2x$10$" + BCRYPT_TAIL,
			"{bcrypt}$2a$10$" + BCRYPT_TAIL + "x", "{BCRYPT}$2a$10$" + BCRYPT_TAIL, "$2a$10$" + BCRYPT_TAIL, "{scrypt}",
			"{scrypt}$$$", "{scrypt}$e0801$AAAAA$",
			"{scrypt}$e0801$c2FsdHNhbA=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "{pbkdf2}", "{pbkdf2}00",
			"{pbkdf2}zz", "{argon2}", "{argon2}$argon2id$", "{argon2}{argon2}$argon2id$", "password", " ",
			"{pbkdf2@SpringSecurity_v5_8}00" })
	void anythingElseMatchesNothingAndThrowsNothing(String hash) {
		assertThat(this.encoder.supports(hash)).isFalse();
		assertThat(this.encoder.matches(PASSWORD, hash)).isFalse();
		this.encoder.upgradeEncoding(hash);
	}

	@Test
	void damageNeverThrows() {
		hashes().forEach((hash) -> {
			for (int length = 0; length < hash.length(); length++) {
				String damaged = hash.substring(0, length) + "*" + hash.substring(length + 1);
				assertThat(this.encoder.matches(PASSWORD, damaged)).as(damaged).isFalse();
				assertThat(this.encoder.matches(PASSWORD, hash.substring(0, length))).as("first %s", length).isFalse();
			}
		});
	}

}
