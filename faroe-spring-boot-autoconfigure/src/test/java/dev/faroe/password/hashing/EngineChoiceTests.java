package dev.faroe.password.hashing;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EngineChoiceTests {

	private static final Argon2Parameters SMALL = new Argon2Parameters(256, 1, 1);

	private final Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(SMALL, Argon2Engine.AUTO);

	private final PasswordHasher hasher = new PasswordHasher(this.encoder, 2, 0, false, HashingListener.NONE);

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.hasher.destroy();
	}

	@Test
	void saysInOneLineWhichEngineHashesAndWhy(CapturedOutput output) throws Exception {
		choose("[always] madvise never");
		assertThat(this.encoder.speeds()).hasSize(2);
		assertThat(output.toString().strip().lines()).singleElement()
			.asString()
			.matches(".*Passwords are hashed by the (java|native) engine, the faster one here: "
					+ "java [0-9]+, native [0-9]+ hashes a second");
	}

	@Test
	void saysHowToTryHugePagesWhereProgramsHaveToAskForThem(CapturedOutput output) throws Exception {
		Path mode = choose("always [madvise] never");
		assertThat(output).contains("echo always | sudo tee " + mode);
	}

	@Test
	void givesNoAdviceWhereThereAreNoHugePages(CapturedOutput output) {
		new EngineChoice(this.encoder, this.hasher, this.folder.resolve("missing")).choose();
		assertThat(output).contains("hashes a second").doesNotContain("echo");
	}

	@Test
	void hasNothingToSayWhereAnEngineIsForced(CapturedOutput output) throws Exception {
		Argon2idPasswordEncoder forced = new Argon2idPasswordEncoder(SMALL, Argon2Engine.JAVA);
		new EngineChoice(forced, this.hasher, this.folder.resolve("missing")).choose();
		assertThat(forced.speeds()).isEmpty();
		assertThat(output).isEmpty();
	}

	@Test
	void waitsForNoPlaceInTheQueue() throws Exception {
		// The queue has none: whoever hashes now and whoever compares share the threads.
		choose("[always] madvise never");
		assertThat(this.hasher.hash("password").block()).startsWith("$argon2id$");
	}

	private Path choose(String hugePages) throws Exception {
		Path mode = Files.writeString(this.folder.resolve("enabled"), hugePages);
		new EngineChoice(this.encoder, this.hasher, mode).choose();
		return mode;
	}

}
