package dev.faroe.observation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.faroe.delivery.CodeDelivery;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.security.Secret;
import dev.faroe.test.DocumentedNames;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the metrics say after every endpoint has been called, and what they do not.
 */
@org.junit.jupiter.api.Tag("one-jdk")
class ObservabilityTests extends EndpointTests {

	private static final Map<TestDatabase, FaroeServer> SERVERS = new EnumMap<>(TestDatabase.class);

	private static final String WRONG = "WRONGCODE2";

	private final Set<String> secrets = new TreeSet<>(Set.of(PASSWORD, WRONG, FaroeServer.CREDENTIAL));

	@Override
	protected FaroeServer server() {
		return SERVERS.computeIfAbsent(database(),
				(database) -> FaroeServer.start(database, FaroeServer.WITH_ACTUATOR, "faroe.rest.include=sdk-0.2",
						"faroe.password.breach-check.enabled=true", "faroe.delivery.enabled=true",
						"faroe.password.breach-check.base-url=http://127.0.0.1:1",
						"management.endpoints.web.exposure.include=prometheus"));
	}

	@AfterAll
	static void stop() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
	}

	@Test
	void tellsNothingAboutAnybody() {
		callEverything();
		String metrics = prometheus();
		assertThat(metrics).contains("faroe_user_create_seconds_count{error=\"none\",outcome=\"SUCCESS\"}")
			.contains("http_server_requests_seconds");
		// Without the values: a code of six digits could be a part of one.
		List<String> names = metrics.lines().map((line) -> line.replaceFirst(" [^ ]+$", "")).toList();
		assertThat(this.secrets).hasSizeGreaterThan(15);
		assertThat(names).isNotEmpty()
			.allSatisfy((name) -> assertThat(this.secrets).noneMatch(name::contains))
			.allSatisfy((name) -> assertThat(name).doesNotContain("@").doesNotContainPattern("[a-km-np-z2-9]{24}"));
	}

	private String prometheus() {
		String body = server().anonymousClient()
			.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return Objects.requireNonNull(body);
	}

	@Test
	void documentsEveryMetric() {
		callEverything();
		DocumentedNames page = DocumentedNames.in("observability.md");
		Map<String, Set<String>> meters = new TreeMap<>();
		for (Meter meter : server().bean(MeterRegistry.class).getMeters()) {
			String name = meter.getId().getName();
			if (name.startsWith("faroe.") && !isObservation(name)) {
				meters.put(name,
						meter.getId()
							.getTags()
							.stream()
							.map(Tag::getKey)
							.collect(Collectors.toCollection(TreeSet::new)));
			}
		}
		Map<String, Set<String>> documented = new TreeMap<>();
		page.all("faroe.", 0).forEach((name) -> documented.put(name, page.all(name + "`", 2)));
		assertThat(meters).isEqualTo(documented);
	}

	@Test
	void documentsEveryObservation() {
		DocumentedNames page = DocumentedNames.in("observability.md");
		for (Class<?> service : services()) {
			assertThat(page.all(service.getSimpleName() + "`", 1)).isEqualTo(observations(service));
		}
	}

	@Test
	void usesKeysOfFewValues() {
		callEverything();
		for (Meter meter : server().bean(MeterRegistry.class).getMeters()) {
			if (meter.getId().getName().startsWith("faroe.")) {
				for (Tag tag : meter.getId().getTags()) {
					assertThat(tag.getKey()).isIn("outcome", "error", "factor", "limit", "engine", "purpose");
					assertThat(tag.getValue()).matches("[A-Z_]+|[a-z-]+|FaroeException|ServiceFailure");
				}
			}
		}
	}

	@Test
	void countsAttemptsToAuthenticate() {
		JsonNode user = createUser();
		double before = authentications("INCORRECT_PASSWORD");
		post("/authenticate/password", "email", user.get("email").stringValue(), "password", WRONG);
		post("/users/" + id(user) + "/verify-password", "password", WRONG);
		assertThat(authentications("INCORRECT_PASSWORD")).isEqualTo(before + 2);
	}

	@Test
	void countsWhateverAuthenticates() {
		assertThat(services().stream()
			.flatMap((service) -> observations(service).stream())
			.filter((name) -> name
				.matches("faroe\\.((user|passkey)\\.authenticate|(password|totp|log\\.in\\.code)\\.verify"
						+ "|recovery\\.code\\.(verify|reset))(\\..*)?")))
			.containsExactlyInAnyOrderElementsOf(AuthenticationMeters.FACTORS.keySet());
	}

	private double authentications(String outcome) {
		return server().bean(MeterRegistry.class)
			.find("faroe.authentication")
			.tags("factor", "password", "outcome", outcome)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private static boolean isObservation(String name) {
		String base = name.replaceFirst("\\.active$", "");
		return services().stream().anyMatch((service) -> observations(service).contains(base));
	}

	private static List<? extends Class<?>> services() {
		return ServiceObservations.SERVICES.keySet()
			.stream()
			.map((name) -> ClassUtils.resolveClassName(name, ObservabilityTests.class.getClassLoader()))
			.toList();
	}

	private static Set<String> observations(Class<?> service) {
		return Arrays.stream(service.getMethods())
			.map((Method method) -> ServiceObservations.name(method, service))
			.filter(Objects::nonNull)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Calls every endpoint, with right and wrong secrets, until limits refuse it.
	 */
	private void callEverything() {
		String address = "10.0." + next() % 250 + "." + next() % 250;
		this.secrets.add(address);
		JsonNode user = keep(post("/users", "email", newEmail(), "password", PASSWORD, "client_ip", address));
		String id = id(user);
		String email = user.get("email").stringValue();
		String path = "/users/" + id;
		Authenticator authenticator = new Authenticator(server().clock());
		this.secrets.addAll(List.of(authenticator.key(), authenticator.code(), authenticator.wrongCode()));
		for (int attempt = 0; attempt < 7; attempt++) {
			post("/authenticate/password", "email", email, "password", WRONG, "client_ip", address);
			post(path + "/verify-recovery-code", "recovery_code", WRONG);
		}
		post("/authenticate/password", "email", email, "password", PASSWORD);
		post("/users", "email", "no address", "password", PASSWORD);
		get("/users");
		get("/users?email_query=" + email);
		get(path);
		get(path + "/" + email);
		get("/unknown/" + id);
		send(HttpMethod.PUT, path, "{}");
		server().anonymousClient().get().uri(path).exchange().expectStatus().isUnauthorized();
		post(path + "/verify-password", "password", PASSWORD, "client_ip", address);
		post(path + "/update-password", "password", PASSWORD, "new_password", "another long enough one");
		String code = keep(post(path + "/regenerate-recovery-code")).get("recovery_code").stringValue();
		String credential = keep(
				post(path + "/register-totp-credential", "key", authenticator.key(), "code", authenticator.code()))
			.get("id")
			.stringValue();
		get(path + "/totp-credentials");
		get("/totp-credentials/" + credential);
		post("/totp-credentials/" + credential + "/verify-totp", "code", authenticator.code());
		post("/totp-credentials/" + credential + "/verify-totp", "code", authenticator.wrongCode());
		post(path + "/verify-2fa/totp", "code", authenticator.wrongCode());
		get(path + "/totp-credential");
		post(path + "/reset-2fa", "recovery_code", code);
		post(path + "/register-totp", "key", authenticator.key(), "code", authenticator.code());
		delete("/totp-credentials/" + credential);
		delete(path + "/totp-credential");
		delete(path + "/totp-credentials");
		delete(path + "/second-factors");
		String verification = keep(post(path + "/email-verification-request")).get("code").stringValue();
		get(path + "/email-verification-request");
		post(path + "/verify-email", "code", WRONG);
		post(path + "/verify-email", "code", verification);
		delete(path + "/email-verification-request");
		JsonNode update = keep(post(path + "/email-update-requests", "email", newEmail()));
		get(path + "/email-update-requests");
		get("/email-update-requests/" + id(update));
		post("/verify-new-email", "request_id", id(update), "code", WRONG);
		post("/verify-new-email", "request_id", id(update), "code", code(update));
		delete("/email-update-requests/" + id(update));
		delete(path + "/email-update-requests");
		JsonNode reset = keep(post(path + "/password-reset-requests"));
		String request = "/password-reset-requests/" + id(reset);
		get(path + "/password-reset-requests");
		get(request);
		post(request + "/verify-email", "code", WRONG);
		post(request + "/verify-email", "code", code(reset));
		post("/reset-password", "request_id", id(reset), "password", PASSWORD);
		delete(request);
		delete(path + "/password-reset-requests");
		server().<CodeDelivery>bean(CodeDelivery.BEAN_NAME)
			.deliver(new CodeMessage(CodePurpose.PASSWORD_RESET, id, email, Secret.of(code(reset)), null, null,
					Locale.ENGLISH))
			.block();
		delete(path);
	}

	private JsonNode keep(Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		JsonNode body = answer.json();
		for (String member : List.of("id", "user_id", "email", "code", "recovery_code")) {
			if (body.path(member).isString()) {
				this.secrets.add(body.get(member).stringValue());
			}
		}
		return body;
	}

}
