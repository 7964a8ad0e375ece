package dev.faroe.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.mock.web.reactive.function.server.MockServerRequest;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * What stands around every handler: the credential, the media types, and JSON in both
 * directions.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RequestBenchmark {

	private static final List<MediaType> JSON = List.of(MediaType.APPLICATION_JSON);

	private static final byte[] BODY = "{\"email\":\"somebody@example.com\",\"password\":\"correct horse battery\"}"
		.getBytes(StandardCharsets.UTF_8);

	private final JsonCodec json = new JsonCodec(65536);

	private final RestCredentials credentials = new RestCredentials(List.of(Secret.of(RepeatedRequest.CREDENTIAL)));

	private final ServerRequest anyType = RepeatedRequest.get("/").request();

	private final ServerRequest browser = RepeatedRequest
		.get("/", RepeatedRequest.CREDENTIAL, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
		.request();

	private final ServerRequest withBody = MockServerRequest.builder()
		.body(Flux.<DataBuffer>defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(BODY))));

	@Benchmark
	public boolean checkCredential() {
		this.credentials.requireCredential(this.anyType);
		return true;
	}

	@Benchmark
	public Object negotiateAnyType() {
		Negotiation.choose(this.anyType, JSON);
		return Negotiation.chosen(this.anyType);
	}

	@Benchmark
	public Object negotiateAsBrowser() {
		Negotiation.choose(this.browser, JSON);
		return Negotiation.chosen(this.browser);
	}

	@Benchmark
	public @Nullable Object readSmallBody() {
		return this.json.read(this.withBody, (body) -> body.string("email") + body.string("password")).block();
	}

	@Benchmark
	public @Nullable Object writeUser() {
		return this.json.ok(UserBody.of(OneUser.USER, false)).block();
	}

}
