package dev.faroe.password.argon2;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EngineTrialTests {

	private static final Argon2Settings SMALL = new Argon2Settings(Argon2Settings.Type.ARGON2ID,
			Argon2Settings.CURRENT_VERSION, new Argon2Parameters(8, 1, 1), 16, 32);

	private final EngineTrial trial = new EngineTrial(SMALL, Runnable::run, 1);

	@Test
	void givesTheSpeedOfEachEngine() {
		assertThat(this.trial
			.run(Map.of(Argon2Engine.JAVA, JavaArgon2.get(), Argon2Engine.NATIVE, NativeArgon2.get().function())))
			.containsOnlyKeys(Argon2Engine.JAVA, Argon2Engine.NATIVE)
			.allSatisfy((engine, speed) -> assertThat(speed).isPositive());
	}

	@Test
	void engineWithoutMemoryIsLeftOut() {
		assertThat(this.trial
			.run(Map.of(Argon2Engine.JAVA, new WithoutMemory(), Argon2Engine.NATIVE, NativeArgon2.get().function())))
			.containsOnlyKeys(Argon2Engine.NATIVE);
	}

	private static final class WithoutMemory implements Argon2Function {

		@Override
		public boolean supports(Argon2Settings settings) {
			return true;
		}

		@Override
		public byte[] hash(byte[] password, byte[] salt, Argon2Settings settings) {
			throw new OutOfMemoryError();
		}

	}

}
