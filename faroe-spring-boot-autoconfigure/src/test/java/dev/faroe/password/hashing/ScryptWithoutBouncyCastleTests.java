package dev.faroe.password.hashing;

import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import dev.faroe.test.HidingClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests with a class path without Bouncy Castle.
 */
class ScryptWithoutBouncyCastleTests {

	private final HidingClassLoader classLoader = new HidingClassLoader((name) -> name.startsWith("org.bouncycastle."));

	private PasswordEncoder encoder;

	@BeforeEach
	void create() throws Exception {
		Class<?> argon2 = this.classLoader.loadClass(Argon2idPasswordEncoder.class.getName());
		this.encoder = (PasswordEncoder) this.classLoader.loadClass(MigratingPasswordEncoder.class.getName())
			.getConstructor(argon2)
			.newInstance(argon2.getConstructor().newInstance());
	}

	@AfterEach
	void close() throws Exception {
		this.classLoader.close();
	}

	@Test
	void acceptsNoScryptHash() throws Exception {
		String hash = "{scrypt}" + SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8().encode("password");
		assertThat(this.encoder.getClass().getMethod("supports", String.class).invoke(this.encoder, hash))
			.isEqualTo(false);
	}

	@Test
	void saysWhatIsMissingRatherThanThatThePasswordIsWrong() {
		String hash = "{scrypt}" + SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8().encode("password");
		assertThatIllegalStateException().isThrownBy(() -> this.encoder.matches("password", hash))
			.withMessage(
					"scrypt hashes cannot be verified: " + "org.bouncycastle:bcprov-jdk18on is not on the class path");
	}

	@Test
	void verifiesTheOthers() {
		assertThat(this.encoder.matches("password", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("password")))
			.isTrue();
		assertThat(this.encoder.matches("password", this.encoder.encode("password"))).isTrue();
	}

}
