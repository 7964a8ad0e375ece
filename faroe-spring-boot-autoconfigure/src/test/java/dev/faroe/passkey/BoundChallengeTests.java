package dev.faroe.passkey;

import java.util.Arrays;

import dev.faroe.security.Secret;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Challenges that tell for which browser they were made.
 */
class BoundChallengeTests {

	private static final Secret BROWSER = Secret.of("aaaaaaaaaaaaaaaaaaaaaaaa");

	private final byte[] random = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
			24, 25, 26, 27, 28, 29, 30, 31, 32 };

	private final byte[] challenge = BoundChallenge.of(BROWSER, this.random);

	@Test
	void isForTheBrowserThatItWasMadeFor() {
		assertThat(BoundChallenge.isFor(BROWSER, this.challenge)).isTrue();
		assertThat(BoundChallenge.isFor(Secret.of("aaaaaaaaaaaaaaaaaaaaaaab"), this.challenge)).isFalse();
	}

	@Test
	void isForNobodyWhenAnyBitIsAnother() {
		for (int bit = 0; bit < this.challenge.length * 8; bit++) {
			byte[] other = this.challenge.clone();
			other[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(BoundChallenge.isFor(BROWSER, other)).as("bit %d", bit).isFalse();
		}
	}

	@Test
	void challengeThatWasMadeForNoBrowserIsForNone() {
		assertThat(BoundChallenge.isFor(BROWSER, this.random)).isFalse();
		for (int length = 0; length < this.challenge.length; length++) {
			assertThat(BoundChallenge.isFor(BROWSER, Arrays.copyOf(this.challenge, length))).as("%d bytes", length)
				.isFalse();
		}
	}

}
