package dev.faroe.web;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.faroe.security.Secret;
import dev.faroe.user.OneUser;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Finding the handler of a request, by where its path stands in the route table. The
 * groups are those of the default settings.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RouteBenchmark {

	private final RouterFunction<ServerResponse> routes = documented();

	private final RepeatedRequest first = RepeatedRequest.get("/authenticate/password");

	private final RepeatedRequest user = RepeatedRequest.get("/users/" + OneUser.ID);

	private final RepeatedRequest last = RepeatedRequest.get("/reset-password");

	private final RepeatedRequest unknown = RepeatedRequest.get("/users/" + OneUser.ID + "/unknown");

	static RouterFunction<ServerResponse> documented() {
		Set<EndpointGroup> groups = EnumSet.allOf(EndpointGroup.class);
		groups.removeIf((group) -> !group.isDocumented());
		return new FaroeRoutes(
				new RestProperties(true, "", null, List.of(), groups, Set.of(), DataSize.ofKilobytes(64),
						Duration.ofSeconds(30), null, new RestProperties.OpenApi(false)),
				List.of(Secret.of(RepeatedRequest.CREDENTIAL)),
				new FaroeServices(new OneUser(), null, null, null, null, null, null, null, null))
			.documented();
	}

	@Benchmark
	public @Nullable Object routeFirstPath() {
		return this.first.route(this.routes);
	}

	@Benchmark
	public @Nullable Object routeUserPath() {
		return this.user.route(this.routes);
	}

	@Benchmark
	public @Nullable Object routeLastPath() {
		return this.last.route(this.routes);
	}

	@Benchmark
	public @Nullable Object routeUnknownPath() {
		return this.unknown.route(this.routes);
	}

}
