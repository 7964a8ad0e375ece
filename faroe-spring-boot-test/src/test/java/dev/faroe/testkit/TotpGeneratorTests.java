package dev.faroe.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Codes are those of RFC 6238, appendix B.
 */
class TotpGeneratorTests {

	private static final String KEY = "12345678901234567890";

	private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

	private final TestClock clock = new TestClock();

	@ParameterizedTest
	@CsvSource({ "59,287082", "1111111109,081804", "1234567890,005924", "20000000000,353130" })
	void showsTheCodesOfAKey(long seconds, String code) {
		this.clock.set(Instant.ofEpochSecond(seconds));
		String base64 = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.US_ASCII));
		assertThat(TotpGenerator.ofBase64(base64, this.clock).code()).isEqualTo(code);
		assertThat(TotpGenerator.ofBase32(BASE32, this.clock).code()).isEqualTo(code);
		assertThat(TotpGenerator.ofUri(URI.create("otpauth://totp/Shop:ann?secret=" + BASE32), this.clock).code())
			.isEqualTo(code);
	}

	@ParameterizedTest
	@CsvSource({ "SHA1,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,94287082",
			"SHA256,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA====,46119246" })
	void showsTheCodesOfAUri(String algorithm, String secret, String code) {
		this.clock.set(Instant.ofEpochSecond(59));
		URI uri = URI.create("otpauth://totp/Shop:ann?issuer=Shop&secret=%s&algorithm=%s&digits=8&period=30"
			.formatted(secret.replace("=", "%3D"), algorithm));
		assertThat(TotpGenerator.ofUri(uri, this.clock).code()).isEqualTo(code);
	}

	@Test
	void followsThePeriodOfAUri() {
		this.clock.set(Instant.EPOCH);
		TotpGenerator authenticator = TotpGenerator
			.ofUri(URI.create("otpauth://totp/ann?secret=" + BASE32 + "&period=60"), this.clock);
		String first = authenticator.code();
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(authenticator.code()).isEqualTo(first);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(authenticator.code()).isNotEqualTo(first);
	}

	@Test
	void takesBase32AsPeopleTypeIt() {
		this.clock.set(Instant.ofEpochSecond(59));
		assertThat(TotpGenerator.ofBase32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", this.clock).code())
			.isEqualTo("287082");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "not base32!" })
	void refusesWhatIsNoBase32(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> TotpGenerator.ofBase32(key, this.clock));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "???" })
	void refusesWhatIsNoBase64(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> TotpGenerator.ofBase64(key, this.clock));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://totp/ann?secret=" + BASE32, "otpauth://hotp/ann?secret=" + BASE32,
			"otpauth://totp/ann", "otpauth://totp/ann?secret=" + BASE32 + "&algorithm=MD5",
			"otpauth://totp/ann?secret=" + BASE32 + "&period=0", "otpauth://totp/ann?secret=" + BASE32 + "&digits=x",
			"otpauth://totp/ann?secret=" + BASE32 + "&digits=42" })
	void refusesWhatIsNoUriOfAnAuthenticator(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> TotpGenerator.ofUri(URI.create(uri), this.clock))
			.withMessageNotContaining(BASE32);
	}

	@Test
	void textDoesNotShowTheKey() {
		assertThat(TotpGenerator.ofBase32(BASE32, this.clock)).hasToString("TotpGenerator");
	}

}
