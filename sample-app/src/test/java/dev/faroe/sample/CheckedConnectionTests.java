package dev.faroe.sample;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class CheckedConnectionTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

	private final Connection connection = open("r2dbc:h2:mem:///checked");

	private final CheckedConnection checked = new CheckedConnection(this.connection, this.nanoTime::get);

	private static Connection open(String url) {
		return Objects.requireNonNull(Mono.from(ConnectionFactories.get(url).create()).block());
	}

	@Test
	void isNotAskedAgainWithinAMoment() {
		valid(true);
		Mono.from(this.connection.close()).block();
		this.nanoTime.addAndGet(CheckedConnection.VALID_FOR.toNanos() - 1);
		valid(true);
		this.nanoTime.addAndGet(1);
		valid(false);
		valid(false);
	}

	@Test
	void thatWasNotValidIsAskedEachTime() {
		Mono.from(this.connection.close()).block();
		valid(false);
		valid(false);
	}

	@Test
	void doesWhatItsConnectionDoes() {
		Mono.from(this.checked.setAutoCommit(false)).block();
		assertThat(this.connection.isAutoCommit()).isFalse();
		StepVerifier.create(this.checked.createStatement("SELECT nothing").execute())
			.expectError(R2dbcException.class)
			.verify();
		assertThat(this.checked.unwrap()).isSameAs(this.connection);
	}

	@Test
	void isWhatThePoolHasOfH2AndOfNothingElse() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(H2Configuration.class)
			.withConfiguration(AutoConfigurations.of(R2dbcAutoConfiguration.class));
		runner.withPropertyValues("spring.r2dbc.url=r2dbc:h2:mem:///pool")
			.run((context) -> assertThat(context.getBean(ConnectionPool.class).unwrap(CheckedConnectionFactory.class))
				.isNotNull());
		runner.withPropertyValues("spring.r2dbc.url=r2dbc:postgresql://127.0.0.1/none", "spring.r2dbc.username=nobody")
			.run((context) -> assertThat(isChecked(context.getBean(ConnectionPool.class))).isFalse());
	}

	private static boolean isChecked(ConnectionFactory connections) {
		return connections instanceof CheckedConnectionFactory || (connections instanceof Wrapped<?> wrapped
				&& wrapped.unwrap() instanceof ConnectionFactory inner && isChecked(inner));
	}

	private void valid(boolean expected) {
		assertThat(Mono.from(this.checked.validate(ValidationDepth.LOCAL)).block()).isEqualTo(expected);
	}

}
