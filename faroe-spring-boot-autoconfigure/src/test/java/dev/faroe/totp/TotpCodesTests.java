package dev.faroe.totp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TotpCodes}.
 */
class TotpCodesTests {

	private static final TotpKey RFC_KEY = new TotpKey("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

	/** The first second of a step. */
	private static final Instant BORDER = Instant.ofEpochSecond(30L * 60_000_000);

	private static final long STEP = 60_000_000;

	private final TotpCodes codes = new TotpCodes();

	@ParameterizedTest
	@CsvSource({ "0,755224", "1,287082", "2,359152", "3,969429", "4,338314", "5,254676", "6,287922", "7,162583",
			"8,399871", "9,520489" })
	void computesTheCodesOfRfc4226AppendixD(long counter, String code) {
		assertThat(this.codes.code(RFC_KEY, counter)).isEqualTo(code);
	}

	/**
	 * The RFC has 8 digits there, whose last 6 are the code of 6 digits.
	 */
	@ParameterizedTest
	@CsvSource({ "59,94287082", "1111111109,07081804", "1111111111,14050471", "1234567890,89005924",
			"2000000000,69279037", "20000000000,65353130" })
	void computesTheCodesOfRfc6238AppendixB(long seconds, String code) {
		Instant time = Instant.ofEpochSecond(seconds);
		assertThat(this.codes.code(RFC_KEY, TotpCodes.step(time))).isEqualTo(code.substring(2));
		assertThat(this.codes.find(RFC_KEY, code.substring(2), time)).hasValue(TotpCodes.step(time));
	}

	@Test
	void acceptsTheNextCodeFromTenSecondsBeforeItsStep() {
		String next = this.codes.code(RFC_KEY, STEP);
		assertThat(find(next, BORDER.minusSeconds(11))).isEmpty();
		assertThat(find(next, BORDER.minusSeconds(10).minusMillis(1))).isEmpty();
		assertThat(find(next, BORDER.minusSeconds(10))).hasValue(STEP);
		assertThat(find(next, BORDER.minusSeconds(1))).hasValue(STEP);
		assertThat(find(next, BORDER)).hasValue(STEP);
	}

	/**
	 * The step ends just before the border, so that at exactly ten seconds after it more
	 * than ten have passed.
	 */
	@Test
	void acceptsTheLastCodeForTenSecondsAfterItsStep() {
		String last = this.codes.code(RFC_KEY, STEP - 1);
		assertThat(find(last, BORDER.minusSeconds(1))).hasValue(STEP - 1);
		assertThat(find(last, BORDER)).hasValue(STEP - 1);
		assertThat(find(last, BORDER.plusSeconds(10).minusMillis(1))).hasValue(STEP - 1);
		assertThat(find(last, BORDER.plusSeconds(10))).isEmpty();
		assertThat(find(last, BORDER.plusSeconds(11))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "75522", "0755224", "755224 ", "755 224", "abcdef", "٧٥٥٢٢٤", "755224\n" })
	void acceptsNothingButTheSixDigits(String code) {
		assertThat(this.codes.find(RFC_KEY, code, Instant.EPOCH)).isEmpty();
	}

	private OptionalLong find(String code, Instant now) {
		return this.codes.find(RFC_KEY, code, now);
	}

}
