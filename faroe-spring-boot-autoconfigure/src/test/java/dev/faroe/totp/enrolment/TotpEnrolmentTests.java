package dev.faroe.totp.enrolment;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import dev.faroe.totp.TotpKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What an authenticator gets to read.
 */
class TotpEnrolmentTests {

	/** The key of the test vectors of RFC 6238, appendix B. */
	private static final TotpKey KEY = new TotpKey("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

	private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

	private static final String USER_ID = "abcdefghijkmnpqrstuvwxyz";

	private static TotpEnrolment enrolment(@Nullable String email, String issuer) {
		return new TotpEnrolment(USER_ID, email, issuer, KEY, Instant.EPOCH);
	}

	@Test
	void keyIsBase32WithoutPadding() {
		assertThat(enrolment(null, "Faroe").base32Key()).isEqualTo(BASE32);
		assertThat(new TotpKey(new byte[20]).toBase32()).isEqualTo("A".repeat(32));
		byte[] ones = new byte[20];
		Arrays.fill(ones, (byte) 0xFF);
		assertThat(new TotpKey(ones).toBase32()).isEqualTo("7".repeat(32));
	}

	@Test
	void uriHasWhatTheKeyUriFormatNames() {
		assertThat(enrolment("ann@example.com", "Faroe").uri())
			.isEqualTo(URI.create("otpauth://totp/Faroe:ann%40example.com?secret=" + BASE32
					+ "&issuer=Faroe&algorithm=SHA1&digits=6&period=30"));
	}

	@ParameterizedTest
	@CsvSource({ "Acme & Co,ann+1@example.com,Acme%20%26%20Co,ann%2B1%40example.com",
			"a?b#c/d%e=f,a~b*c@example.com,a%3Fb%23c%2Fd%25e%3Df,a~b%2Ac%40example.com",
			"Café 日本,ünï@example.com,Caf%C3%A9%20%E6%97%A5%E6%9C%AC,%C3%BCn%C3%AF%40example.com" })
	void uriIsPercentEncoded(String issuer, String email, String encodedIssuer, String encodedEmail) {
		URI uri = enrolment(email, issuer).uri();
		assertThat(uri.getRawPath()).isEqualTo("/" + encodedIssuer + ":" + encodedEmail);
		assertThat(uri.getRawQuery()).contains("&issuer=" + encodedIssuer + "&");
		assertThat(uri.getPath()).isEqualTo("/" + issuer + ":" + email);
	}

	@Test
	void accountIsTheIdWhereTheAddressIsMissingOrHasAColon() {
		assertThat(enrolment(null, "Faroe").uri().getPath()).isEqualTo("/Faroe:" + USER_ID);
		assertThat(enrolment("a:b@example.com", "Faroe").uri().getPath()).isEqualTo("/Faroe:" + USER_ID);
	}

	@Test
	void issuerHasNoColon() {
		assertThatIllegalArgumentException().isThrownBy(() -> enrolment(null, "a:b")).withMessageStartingWith("issuer");
	}

	@Test
	void neitherTextNorJsonHasTheKey() {
		TotpEnrolment enrolment = enrolment("ann@example.com", "Faroe");
		assertThat(enrolment.toString()).doesNotContain(BASE32, "ann", KEY.toBase64());
		assertThat(JsonMapper.shared().writeValueAsString(enrolment)).contains(USER_ID)
			.doesNotContain(BASE32, "secret", KEY.toBase64());
	}

	@Test
	void issuerIsTheNameOfTheApplicationUnlessItIsSet() {
		assertThat(new TotpEnrolmentProperties(null).issuer(null)).isEqualTo("Faroe");
		assertThat(new TotpEnrolmentProperties(null).issuer(" : ")).isEqualTo("Faroe");
		assertThat(new TotpEnrolmentProperties(null).issuer("shop: eu")).isEqualTo("shop eu");
		assertThat(new TotpEnrolmentProperties("Acme ").issuer("shop")).isEqualTo("Acme");
		assertThatIllegalArgumentException().isThrownBy(() -> new TotpEnrolmentProperties("a:b"))
			.withMessageStartingWith("issuer");
		assertThatIllegalArgumentException().isThrownBy(() -> new TotpEnrolmentProperties(" "))
			.withMessageStartingWith("issuer");
	}

}
