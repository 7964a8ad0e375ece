package dev.faroe.totp;

import java.util.Base64;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TotpKey}.
 */
class TotpKeyTests {

	private static final String BASE64 = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=";

	@Test
	void decodesAndEncodesTwentyBytes() {
		assertThat(TotpKey.ofBase64(BASE64).bytes()).isEqualTo("12345678901234567890".getBytes());
		assertThat(TotpKey.ofBase64(BASE64).toBase64()).isEqualTo(BASE64);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "=", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA==",
			"MTIzNDU2Nzg5MDEyMzQ1Njc4OTB=", " MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=\n",
			"MTIzNDU2Nzg5MDEyMzQ1Njc4OQ==", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAx", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
			"3132333435363738393031323334353637383930", "__________________________8=",
			"ÿTIzNDU2Nzg5MDEyMzQ1Njc4OTA=" })
	void takesNothingButPaddedStandardBase64OfTwentyBytes(String text) {
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> TotpKey.ofBase64(text))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(FaroeError.INVALID_DATA));
	}

	@Test
	void hasTwentyBytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TotpKey(new byte[19]));
		assertThatIllegalArgumentException().isThrownBy(() -> new TotpKey(new byte[21]));
	}

	@Test
	void isNotInItsText() {
		assertThat(TotpKey.ofBase64(BASE64)).hasToString("TotpKey");
	}

	@Test
	void staysAsItIs() {
		byte[] bytes = Base64.getDecoder().decode(BASE64);
		TotpKey key = new TotpKey(bytes);
		bytes[0] = 0;
		key.bytes()[0] = 0;
		assertThat(key.toBase64()).isEqualTo(BASE64);
	}

}
