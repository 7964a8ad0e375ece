package dev.faroe.client;

import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "192.000.002.001, 192.0.2.1", "2001:db8::1, 20010db800000000::/64",
			"2001:DB8:0:0:ffff:ffff:ffff:ffff, 20010db800000000::/64", "2001:db8:0:1::, 20010db800000001::/64",
			"1:2:3:4:5:6:7:8, 0001000200030004::/64", "1:2:3:4:5:6:192.0.2.1, 0001000200030004::/64",
			"::1, 0000000000000000::/64", "::, 0000000000000000::/64" })
	void countsNetworks(String address, String key) {
		assertThat(ClientAddress.key(address)).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "192.0.2.1", " 192.0.2.1", "192.0.2.1\t", "\u2003192.0.2.1\n", "192.0.2.1:1",
			"192.0.2.1:65535", " 192.0.2.1:443 ", "192.0.2.1:", "192.0.2.1:_hidden", "[192.0.2.1]", "[192.0.2.1]:80",
			"192.0.2.1%eth0", "192.0.2.1%eth0:80", "::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:c000:0201",
			"[::ffff:192.0.2.1]", "[::ffff:c000:201]:443", "::ffff:192.0.2.1%eth0", "::ffff:192.0.2.1:443" })
	void countsEverySpellingOfAnIpv4AddressAsOne(String address) {
		assertThat(ClientAddress.key(address)).isEqualTo("192.0.2.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2001:db8:1:2::3", "2001:DB8:1:2::3", "2001:0db8:0001:0002:0000:0000:0000:0003",
			" 2001:db8:1:2::3 ", "[2001:db8:1:2::3]", "[2001:db8:1:2::4]:443", " [2001:db8:1:2::3]:1 ",
			"2001:db8:1:2::3%eth0", "2001:db8:1:2::3%", "[2001:db8:1:2::3%25eth0]", "[2001:db8:1:2::3%eth0]:443",
			"2001:db8:1:2::192.0.2.1", "2001:db8:1:2:0:0:0:3:443", "2001:db8:1:2:ffff::" })
	void countsEverySpellingOfAnIpv6NetworkAsOne(String address) {
		assertThat(ClientAddress.key(address)).isEqualTo("20010db800010002::/64");
	}

	/**
	 * Some of these look like addresses to the JDK, which then asks a name server.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "localhost", "example.com", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1..2.3", "0x7f.0.0.1",
			"2001:db8::1::2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9:10", "1:2:3:4::5:6:7:8:9", "12345::", ":1", "1:", ":",
			".:1", "..:", "::::", "::g", "::1.2.3", "1.2.3.4::", "[::1", "::1]", "[]", "[::1]x", "[::1]:80:90", "%eth0",
			"face", "unknown", "192.0.2.1, 198.51.100.1", "192.0.2.1 x", "\u0661.2.3.4" })
	void countsWhatIsNoAddressAsItIs(String text) {
		assertThat(ClientAddress.key(text)).isEqualTo(text);
		assertThat(ClientAddress.key("  " + text.toUpperCase(Locale.ROOT) + "\t")).isEqualTo(text);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n" })
	void countsNothingWithoutAnAddress(@Nullable String nothing) {
		assertThat(ClientAddress.key(nothing)).isNull();
	}

	@Test
	void keyIsNotLongerThanAnAddress() {
		assertThat(ClientAddress.key("\u0130".repeat(64))).hasSizeLessThanOrEqualTo(64);
	}

	@Test
	void rejectsMoreThan64Characters() {
		assertThat(ClientAddress.key("x".repeat(64))).hasSize(64);
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> ClientAddress.key("x".repeat(65)))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(FaroeError.INVALID_DATA));
	}

}
