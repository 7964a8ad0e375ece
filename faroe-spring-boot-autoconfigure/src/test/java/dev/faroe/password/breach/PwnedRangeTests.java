package dev.faroe.password.breach;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PwnedRange}.
 */
class PwnedRangeTests {

	private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

	private static final String OTHER = "0018A45C4D1DEF81644B54AB7F969B88D65";

	@Test
	void findsSuffixOnAnyLine() {
		assertThat(contains(SUFFIX + ":1")).isTrue();
		assertThat(contains(SUFFIX + ":10\r\n" + OTHER + ":2\r\n")).isTrue();
		assertThat(contains(OTHER + ":2\r\n" + SUFFIX + ":0000000000000000000000003\r\n")).isTrue();
		assertThat(contains(OTHER + ":2\n" + SUFFIX + ":3")).isTrue();
	}

	@Test
	void findsSuffixInAnyCase() {
		assertThat(contains(SUFFIX.toLowerCase() + ":1")).isTrue();
	}

	@Test
	void doesNotFindWhatIsNotThere() {
		assertThat(contains(OTHER + ":1\r\n")).isFalse();
		assertThat(contains(SUFFIX.replace('8', '9') + ":1\r\n")).isFalse();
	}

	@Test
	void takesCountZeroForPadding() {
		assertThat(contains(SUFFIX + ":0\r\n" + OTHER + ":5")).isFalse();
		assertThat(contains(SUFFIX + ":000")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\r\n", "x", SUFFIX, SUFFIX + ":", SUFFIX + ":\r\n", SUFFIX + ":1\r",
			SUFFIX + ":1\r\n\r\n", SUFFIX + ":1\r\r\n", SUFFIX + ":-1", SUFFIX + ":1 ", SUFFIX + ": 1", SUFFIX + ":1x",
			SUFFIX + ":1\r\nx", SUFFIX + ":1\r\n" + OTHER, SUFFIX + ":1\r\n" + OTHER + ":", SUFFIX + "1:1",
			"\uFEFF" + SUFFIX + ":1", "GE4C9B93F3F0682250B6CF8331B7EE68FD8:1", "E4C9B93F3F0682250B6CF8331B7EE68FD8:1",
			"{\"a\": 1}" })
	void refusesWhatIsNoRange(String range) {
		assertThatExceptionOfType(RangeException.class).isThrownBy(() -> contains(range))
			.withMessage("sent a malformed answer")
			.matches(RangeException::isServiceAtFault);
	}

	private static boolean contains(String range) {
		return PwnedRange.contains(range.getBytes(StandardCharsets.UTF_8), SUFFIX);
	}

}
