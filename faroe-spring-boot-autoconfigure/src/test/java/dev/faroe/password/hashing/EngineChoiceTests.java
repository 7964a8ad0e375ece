package dev.faroe.password.hashing;

import java.util.Map;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EngineChoiceTests {

	private static final Argon2Parameters SMALL = new Argon2Parameters(256, 1, 1);

	private static final Map<Argon2Engine, Double> BOTH = Map.of(Argon2Engine.JAVA, 60.0, Argon2Engine.NATIVE, 50.0);

	private final Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(SMALL, Argon2Engine.AUTO);

	private final PasswordHasher hasher = new PasswordHasher(this.encoder, 2, 0, false, HashingListener.NONE);

	@AfterEach
	void close() {
		this.hasher.destroy();
	}

	@Test
	void saysInOneLineWhichEngineHashesAndWhy(CapturedOutput output) {
		choose(this.encoder);
		assertThat(this.encoder.speeds()).hasSize(2);
		assertThat(output.toString().strip().lines()).singleElement()
			.asString()
			.matches(".*Passwords are hashed by the (java|native) engine, the fastest one here: "
					+ "native [0-9]+, java [0-9]+ hashes a second.*");
	}

	@Test
	void saysHowToGetVectorsWhereTheJvmHasThem(CapturedOutput output) {
		choose(this.encoder);
		assertThat(output)
			.contains("with these options of the JVM: --add-modules jdk.incubator.vector -XX:+UseTransparentHugePages");
	}

	@Test
	void saysHowToTryHugePagesWhereProgramsHaveToAskForThem() {
		assertThat(EngineChoice.hint(BOTH, false, "always [madvise] never"))
			.endsWith("echo always | sudo tee /sys/kernel/mm/transparent_hugepage/enabled");
	}

	@Test
	void givesNoAdviceWhereThereIsNothingToGain() {
		assertThat(EngineChoice.hint(BOTH, false, "[always] madvise never")).isEmpty();
		assertThat(EngineChoice.hint(BOTH, false, null)).isEmpty();
		assertThat(EngineChoice.hint(Map.of(Argon2Engine.JAVA, 60.0, Argon2Engine.VECTOR, 120.0), false,
				"always [madvise] never"))
			.isEmpty();
	}

	@Test
	void hasNothingToSayWhereAnEngineIsForced(CapturedOutput output) {
		Argon2idPasswordEncoder forced = new Argon2idPasswordEncoder(SMALL, Argon2Engine.JAVA);
		choose(forced);
		assertThat(forced.speeds()).isEmpty();
		assertThat(output).isEmpty();
	}

	@Test
	void waitsForNoPlaceInTheQueue() {
		// The queue has none: whoever hashes now and whoever compares share the threads.
		choose(this.encoder);
		assertThat(this.hasher.hash("password").block()).startsWith("$argon2id$");
	}

	private void choose(Argon2idPasswordEncoder encoder) {
		new EngineChoice(encoder, this.hasher).choose(encoder);
	}

}
