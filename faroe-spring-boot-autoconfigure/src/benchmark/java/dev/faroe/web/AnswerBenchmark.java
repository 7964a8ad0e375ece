package dev.faroe.web;

import java.util.concurrent.TimeUnit;

import dev.faroe.user.OneUser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code GET /users/{user_id}} without the database and without the network, from finding
 * its handler to having written the response, beside a bare route that answers as much.
 * Request and response are mocks, the same for all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class AnswerBenchmark {

	private final RouterFunction<ServerResponse> routes = RouteBenchmark.documented();

	private final RouterFunction<ServerResponse> bareRoute = bareRoute();

	private final RepeatedRequest admitted = RepeatedRequest.get("/users/" + OneUser.ID);

	private final RepeatedRequest rejected = RepeatedRequest.get("/users/" + OneUser.ID, "wrong", "*/*");

	/**
	 * Make sure that it is these answers that are measured.
	 */
	public AnswerBenchmark() {
		require(HttpStatus.OK, this.admitted.answer(this.routes));
		require(HttpStatus.UNAUTHORIZED, this.rejected.answer(this.routes));
		require(HttpStatus.OK, this.admitted.answer(this.bareRoute));
	}

	private static RouterFunction<ServerResponse> bareRoute() {
		byte[] body = new byte[200];
		return RouterFunctions.route(RequestPredicates.path("/users/{user_id}"), (request) -> JsonCodec.json(body));
	}

	private static void require(HttpStatus expected, ServerWebExchange exchange) {
		if (exchange.getResponse().getStatusCode() != expected) {
			throw new IllegalStateException("Answered with " + exchange.getResponse().getStatusCode());
		}
	}

	@Benchmark
	public Object answerGetUser() {
		return this.admitted.answer(this.routes);
	}

	@Benchmark
	public Object answerRejectedCredential() {
		return this.rejected.answer(this.routes);
	}

	@Benchmark
	public Object answerOfBareRoute() {
		return this.admitted.answer(this.bareRoute);
	}

}
