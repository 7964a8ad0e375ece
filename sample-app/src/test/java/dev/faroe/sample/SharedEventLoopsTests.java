package dev.faroe.sample;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

class SharedEventLoopsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(SharedEventLoops.class);

	private final ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.builder();

	@Test
	void connectionsToPostgresqlUseTheEventLoopsOfTheServer() {
		this.runner.withBean(ReactorResourceFactory.class).run((context) -> {
			context.getBean(ConnectionFactoryOptionsBuilderCustomizer.class).customize(this.options);

			assertThat(this.options.build().getValue(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES)).isNotNull()
				.isSameAs(context.getBean(ReactorResourceFactory.class).getLoopResources());
		});
	}

	@Test
	void connectionsOfACommandHaveEventLoopsOfTheirOwn() {
		this.runner.run((context) -> {
			context.getBean(ConnectionFactoryOptionsBuilderCustomizer.class).customize(this.options);

			assertThat(this.options.build().hasOption(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES)).isFalse();
		});
	}

}
