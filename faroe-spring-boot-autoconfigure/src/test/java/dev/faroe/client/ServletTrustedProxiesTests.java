package dev.faroe.client;

import java.util.List;

import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses of clients of an application on the servlet stack, behind the proxies
 * 10.0.0.0/8.
 */
class ServletTrustedProxiesTests {

	private final ServletClientAddressResolver behindProxies = ServletClientAddressResolver
		.behind(List.of("10.0.0.0/8"));

	private static MockHttpServletRequest request(String connection, String... forwardedFor) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(connection);
		for (String line : forwardedFor) {
			request.addHeader("X-Forwarded-For", line);
		}
		return request;
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "192.0.2.1;198.51.100.1;192.0.2.1", "10.0.0.1;198.51.100.1;198.51.100.1",
					"10.0.0.1;203.0.113.1, 198.51.100.1;198.51.100.1", "10.0.0.1;198.51.100.1, 10.0.0.2;198.51.100.1",
					"10.0.0.1;nonsense;10.0.0.1", "0:0:0:0:0:0:0:1;198.51.100.1;0:0:0:0:0:0:0:1" })
	void areTheRightmostThatNoProxyHas(String connection, String forwardedFor, String client) {
		assertThat(this.behindProxies.resolve(request(connection, forwardedFor))).isEqualTo(client);
	}

	@Test
	void areFoundInTheLastOfSeveralLines() {
		assertThat(this.behindProxies.resolve(request("10.0.0.1", "203.0.113.1", "198.51.100.1")))
			.isEqualTo("198.51.100.1");
	}

	@Test
	void areThoseOfTheConnectionWithoutProxies() {
		assertThat(ServletClientAddressResolver.behind(List.of()).resolve(request("10.0.0.1", "198.51.100.1")))
			.isEqualTo("10.0.0.1");
	}

	@Test
	void areNotWhatAFilterOfTheFrameworkMakesOfThem() throws Exception {
		MockHttpServletRequest request = request("10.0.0.1", "203.0.113.1, 198.51.100.1");
		MockFilterChain chain = new MockFilterChain();
		new ForwardedHeaderFilter().doFilter(request, new MockHttpServletResponse(), chain);
		HttpServletRequestWrapper rewritten = (HttpServletRequestWrapper) chain.getRequest();
		assertThat(rewritten).isNotNull();
		assertThat(rewritten.getRemoteAddr()).as("what anybody can write").isEqualTo("203.0.113.1");
		assertThat(this.behindProxies.resolve(rewritten)).isEqualTo("198.51.100.1");
	}

	@Test
	void areMissingWhereTheServerHasNone() {
		assertThat(this.behindProxies.resolve(request(""))).isNull();
		assertThat(this.behindProxies.resolve(request("a-name"))).isEqualTo("a-name");
	}

}
