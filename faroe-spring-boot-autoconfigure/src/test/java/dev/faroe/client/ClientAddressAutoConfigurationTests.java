package dev.faroe.client;

import dev.faroe.test.StartFailure;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which addresses are believed.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class ClientAddressAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, WebFluxAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/33", "proxy.example.com", "0.0.0.0/0" })
	void saysWhichTrustedProxyIsNone(String proxy) {
		this.runner.withPropertyValues("faroe.client-address.trusted-proxies=127.0.0.1," + proxy).run((context) -> {
			FailureAnalysis analysis = StartFailure.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("'" + proxy + "' in faroe.client-address.trusted-proxies");
			assertThat(analysis.getAction()).startsWith("Set faroe.client-address.trusted-proxies");
		});
	}

	@Test
	void warnsOfForwardedHeadersThatOtherServersBelieve(CapturedOutput output) {
		String warning = "Clients can choose the address that Faroe takes for theirs";
		ReactiveWebApplicationContextRunner rewritten = this.runner
			.withPropertyValues("server.forward-headers-strategy=framework");
		rewritten.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(warning);
		rewritten.withClassLoader(new FilteredClassLoader("reactor.netty.http.server"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(warning);
	}

}
