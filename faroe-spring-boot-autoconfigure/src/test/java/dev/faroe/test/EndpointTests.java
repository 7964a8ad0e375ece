package dev.faroe.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import dev.faroe.FaroeError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The base of tests that call endpoints over HTTP, on each database that
 * {@link DatabaseSource} has.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
public abstract class EndpointTests {

	protected static final String PASSWORD = "a long enough password";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final AtomicInteger COUNTER = new AtomicInteger();

	@Parameter
	protected @Nullable TestDatabase database;

	/**
	 * Return the server under test.
	 * @return the shared server, unless a test class has its own
	 */
	protected FaroeServer server() {
		return FaroeServer.shared(database());
	}

	protected TestDatabase database() {
		if (this.database == null) {
			throw new IllegalStateException("There is a database in tests only");
		}
		return this.database;
	}

	protected Answer get(String path) {
		return send(HttpMethod.GET, path, null);
	}

	protected Answer delete(String path) {
		return send(HttpMethod.DELETE, path, null);
	}

	/**
	 * Post without a body.
	 */
	protected Answer post(String path) {
		return send(HttpMethod.POST, path, null);
	}

	/**
	 * Post an object.
	 * @param path the path
	 * @param namesAndValues the names and values of its members, in turn
	 * @return the answer
	 */
	protected Answer post(String path, @Nullable Object... namesAndValues) {
		return postText(path, JSON.writeValueAsString(object(namesAndValues)));
	}

	protected Answer postText(String path, String body) {
		return send(HttpMethod.POST, path, body);
	}

	protected Answer send(HttpMethod method, String path, @Nullable String body) {
		var request = server().client().method(method).uri(path);
		if (body != null) {
			request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
		}
		return new Answer(request.exchange().expectBody(String.class).returnResult());
	}

	/**
	 * Make the same kind of request many times at once.
	 * @param times how many
	 * @param request makes one request
	 * @return the answers
	 */
	protected List<Answer> inParallel(int times, IntFunction<Answer> request) {
		List<Answer> answers = Flux.range(0, times)
			.flatMap((index) -> Mono.fromCallable(() -> request.apply(index)).subscribeOn(Schedulers.boundedElastic()),
					times)
			.collectList()
			.block();
		return (answers != null) ? answers : List.of();
	}

	protected static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
		Map<String, @Nullable Object> object = new HashMap<>();
		for (int index = 0; index < namesAndValues.length; index += 2) {
			object.put(String.valueOf(namesAndValues[index]), namesAndValues[index + 1]);
		}
		return object;
	}

	protected static int next() {
		return COUNTER.incrementAndGet();
	}

	protected static String newEmail() {
		return "user%d@example.com".formatted(next());
	}

	protected static String newAddress() {
		int number = next();
		return "10.%d.%d.%d".formatted(number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF);
	}

	/**
	 * An identifier that no user, request or credential has.
	 */
	protected static final String UNKNOWN_ID = "aaaaaaaaaaaaaaaaaaaaaaaa";

	/**
	 * Create a user with a new email address and {@link #PASSWORD}.
	 * @return the user
	 */
	protected JsonNode createUser() {
		return post("/users", "email", newEmail(), "password", PASSWORD).json();
	}

	protected String createUserId() {
		return createUser().get("id").stringValue();
	}

	/**
	 * What the server answered. It has to be what the server's OpenAPI document says.
	 */
	public static final class Answer {

		private final EntityExchangeResult<String> result;

		public Answer(EntityExchangeResult<String> result) {
			this.result = result;
			FaroeServer server = FaroeServer.at(result.getUrl());
			OpenApiContract contract = (server != null) ? server.contract() : null;
			if (contract != null) {
				assertThat(contract.violations(result.getMethod(), result.getUrl().getRawPath(), status(),
						result.getResponseHeaders(), body()))
					.as("%s %s is answered with %s", result.getMethod(), result.getUrl().getRawPath(), this)
					.isEmpty();
			}
		}

		public int status() {
			return this.result.getStatus().value();
		}

		public @Nullable String header(String name) {
			return this.result.getResponseHeaders().getFirst(name);
		}

		public String body() {
			String body = this.result.getResponseBody();
			return (body != null) ? body : "";
		}

		public JsonNode json() {
			return JSON.readTree(body());
		}

		/**
		 * Return the code of the error.
		 * @return the code, or {@code null} if the answer is not a well-formed error
		 */
		public @Nullable FaroeError error() {
			for (FaroeError error : FaroeError.values()) {
				if (body().equals("{\"error\":\"%s\"}".formatted(error.name())) && status() == error.status()) {
					return error;
				}
			}
			return null;
		}

		@Override
		public String toString() {
			return status() + " " + body();
		}

	}

	protected static String id(JsonNode object) {
		return object.get("id").stringValue();
	}

	protected static String id(Answer answer) {
		return id(answer.json());
	}

	protected static String code(JsonNode request) {
		return request.get("code").stringValue();
	}

	protected static String recoveryCode(JsonNode user) {
		return user.get("recovery_code").stringValue();
	}

	/**
	 * Return a code of the same form that is not the right one.
	 */
	protected static String wrong(String code) {
		return (code.startsWith("A") ? "B" : "A") + code.substring(1);
	}

	protected static long count(List<Answer> answers, FaroeError error) {
		return answers.stream().filter((answer) -> answer.error() == error).count();
	}

	protected static long count(List<Answer> answers, int status) {
		return answers.stream().filter((answer) -> answer.status() == status).count();
	}

	protected static List<String> strings(Iterable<JsonNode> nodes, String member) {
		List<String> strings = new ArrayList<>();
		nodes.forEach((node) -> strings.add(node.path(member).asString()));
		return strings;
	}

}
