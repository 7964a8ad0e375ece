package dev.faroe.ratelimit;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "192.000.002.001, 192.0.2.1", "::ffff:192.0.2.1, 192.0.2.1",
			"::FFFF:c000:201, 192.0.2.1", "2001:db8::1, 20010db800000000::/64",
			"2001:DB8:0:0:ffff:ffff:ffff:ffff, 20010db800000000::/64", "2001:db8:0:1::, 20010db800000001::/64",
			"::1, 0000000000000000::/64" })
	void countsNetworks(String address, String key) {
		assertThat(ClientAddress.key(address)).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "example.com", "256.0.0.1", "1.2.3", "192.0.2.1:80", "2001:db8::1%eth0",
			"2001:db8::1::2", ":", "face", "unknown", "192.0.2.1, 198.51.100.1" })
	void countsWhatIsNoAddressAsItIs(String text) {
		assertThat(ClientAddress.key(text)).isEqualTo(text);
	}

	@Test
	void countsNothingWithoutAnAddress() {
		assertThat(ClientAddress.key(null)).isNull();
		assertThat(ClientAddress.key("")).isNull();
	}

	@Test
	void rejectsMoreThan64Characters() {
		assertThat(ClientAddress.key("x".repeat(64))).hasSize(64);
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> ClientAddress.key("x".repeat(65)))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(FaroeError.INVALID_DATA));
	}

}
