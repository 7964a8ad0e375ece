package dev.faroe.host;

import dev.faroe.secondfactor.SecondFactor;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * A second factor that is not Faroe's, with a table that is not Faroe's either.
 *
 * @param database what runs statements
 */
record BadgeFactor(DatabaseClient database) implements SecondFactor {

	@Override
	public String type() {
		return "badge";
	}

	@Override
	public String table() {
		return "badge";
	}

	@Override
	public Mono<Integer> removeAll(String userId) {
		return this.database.sql("DELETE FROM badge WHERE user_id = :userId")
			.bind("userId", userId)
			.fetch()
			.rowsUpdated()
			.map(Long::intValue);
	}

}
