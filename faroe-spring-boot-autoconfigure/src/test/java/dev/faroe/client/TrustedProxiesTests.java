package dev.faroe.client;

import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whose address counts behind which proxies.
 */
class TrustedProxiesTests {

	private static final ClientAddressResolver PROXIES = ClientAddressResolver
		.behind(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8:a::/47"));

	private static @Nullable String resolve(ClientAddressResolver resolver, String connection, String... forwardedFor) {
		return resolver.resolve(MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.remoteAddress(new InetSocketAddress(connection, 12345))
			.header("X-Forwarded-For", forwardedFor)));
	}

	@Test
	void believesNoHeaderWithoutProxies() {
		assertThat(resolve(ClientAddressResolver.behind(List.of()), "10.0.0.1", "198.51.100.1")).isEqualTo("10.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "203.0.113.1", "11.0.0.1", "192.0.2.6", "2001:db8:c::1", "2001:db8:9::1" })
	void believesNobodyButItsProxies(String connection) {
		assertThat(resolve(PROXIES, connection, "198.51.100.1")).isNotEqualTo("198.51.100.1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "10.0.0.1 | 198.51.100.1 | 198.51.100.1", "10.0.0.1 | 1.1.1.1, 198.51.100.1 | 198.51.100.1",
					"10.255.255.255 | 1.1.1.1,198.51.100.1,10.0.0.2 | 198.51.100.1",
					"10.0.0.1 | 1.1.1.1 , 198.51.100.1 , 192.0.2.7 ,10.0.0.2 | 198.51.100.1",
					"2001:db8:a::1 | 1.1.1.1, 198.51.100.1, 2001:db8:b:ffff::1 | 198.51.100.1",
					"10.0.0.1 | 10.0.0.9, 198.51.100.1 | 198.51.100.1",
					"10.0.0.1 | 198.51.100.1:443, ::ffff:10.0.0.2 | 198.51.100.1",
					"10.0.0.1 | 1.1.1.1, [2001:db8:c::1]:443 | 2001:db8:c:0:0:0:0:1" })
	void takesTheRightmostAddressThatNoProxyHas(String connection, String forwardedFor, String client) {
		assertThat(resolve(PROXIES, connection, forwardedFor)).isEqualTo(client);
	}

	@Test
	void readsTheLinesOfTheHeaderAsOne() {
		assertThat(resolve(PROXIES, "10.0.0.1", "1.1.1.1, 2.2.2.2", "198.51.100.1", "10.0.0.3, 10.0.0.2"))
			.isEqualTo("198.51.100.1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "10.0.0.1 | '' | 10.0.0.1", "10.0.0.1 | ',' | 10.0.0.1", "10.0.0.1 | unknown | 10.0.0.1",
					"10.0.0.1 | 198.51.100.1, | 10.0.0.1", "10.0.0.1 | 198.51.100.1,,10.0.0.2 | 10.0.0.2",
					"10.0.0.1 | 198.51.100.1, <script>, 10.0.0.2 | 10.0.0.2",
					"10.0.0.1 | 198.51.100.1, example.com | 10.0.0.1",
					"10.0.0.1 | 198.51.100.1, .:1, 10.0.0.2 | 10.0.0.2", "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3" })
	void stopsAtTheLastProxyWhereTheHeaderIsOfNoUse(String connection, String forwardedFor, String client) {
		assertThat(resolve(PROXIES, connection, forwardedFor)).isEqualTo(client);
	}

	@Test
	void doesNotReadTheOtherHeaders() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.remoteAddress(new InetSocketAddress("10.0.0.1", 12345))
			.header("Forwarded", "for=1.1.1.1")
			.header("X-Real-IP", "1.1.1.1"));
		assertThat(PROXIES.resolve(exchange)).isEqualTo("10.0.0.1");
	}

	@Test
	void knowsNoClientWithoutAConnection() {
		assertThat(PROXIES.resolve(MockServerWebExchange.from(MockServerHttpRequest.get("/")))).isNull();
	}

	@Test
	void looksNoNamesUp() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/")
			.remoteAddress(InetSocketAddress.createUnresolved("example.com", 0))
			.header("X-Forwarded-For", "1.1.1.1"));
		assertThat(PROXIES.resolve(exchange)).isEqualTo("example.com");
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.128/25, 192.0.2.128, 192.0.2.127", "192.0.2.130/25, 192.0.2.255, 192.0.3.128",
			"128.0.0.0/1, 255.0.0.0, 127.255.255.255", "192.0.2.1/32, 192.0.2.1, 192.0.2.0",
			"2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1", "::ffff:10.0.0.0/104, 10.1.2.3, 11.1.2.3",
			"2001:db8::1, 2001:db8::1, 2001:db8::2", "2001:db8::/32, 2001:db8::1, 32.1.13.184" })
	void trustsTheAddressesOfARange(String range, String inside, String outside) {
		ClientAddressResolver resolver = ClientAddressResolver.behind(List.of(range));
		assertThat(resolve(resolver, inside, "198.51.100.1")).isEqualTo("198.51.100.1");
		assertThat(resolve(resolver, outside, "198.51.100.1")).isNotEqualTo("198.51.100.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/a", "10.0.0.0/8/8",
			"10.0.0/8", "/8", "::/129", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/95", "10.0.0.1:80", "[::1]",
			"10.0.0.0/0008" })
	void refusesWhatIsNoRange(String range) {
		assertThatIllegalArgumentException().isThrownBy(() -> ClientAddressResolver.behind(List.of(range)));
	}

}
