package dev.faroe.sample;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Makes {@linkplain CheckedConnection connections} that are not checked all the time.
 */
final class CheckedConnectionFactory implements ConnectionFactory, Wrapped<ConnectionFactory> {

	private final ConnectionFactory connections;

	CheckedConnectionFactory(ConnectionFactory connections) {
		this.connections = connections;
	}

	@Override
	public Publisher<CheckedConnection> create() {
		return Mono.from(this.connections.create())
			.map((connection) -> new CheckedConnection(connection, System::nanoTime));
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return this.connections.getMetadata();
	}

	@Override
	public ConnectionFactory unwrap() {
		return this.connections;
	}

}
