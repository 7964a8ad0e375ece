package dev.faroe.passkey;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ceremonies over the REST API, by two instances of one application.
 */
abstract class PasskeyEndpoints extends EndpointTests {

	static final String ORIGIN = "https://shop.example";

	private static final Map<TestDatabase, List<FaroeServer>> SERVERS = new EnumMap<>(TestDatabase.class);

	@Override
	protected FaroeServer server() {
		return instances().get(0);
	}

	List<FaroeServer> instances() {
		return SERVERS.computeIfAbsent(database(), (database) -> {
			List<String> shared = database.create();
			return List.of(start(shared), start(shared));
		});
	}

	private static FaroeServer start(List<String> database) {
		return FaroeServer.start(database, new Class<?>[] { FaroeServer.Host.class, Copies.class },
				"faroe.rest.include=passkeys", "faroe.passkeys.enabled=true", "faroe.passkeys.origins=" + ORIGIN,
				"faroe.passkeys.rp-name=Shop", "faroe.passkeys.max-passkeys=3",
				"faroe.rate-limit.password-hashing.capacity=100000");
	}

	@AfterAll
	static void stopServers() {
		SERVERS.values().forEach((servers) -> servers.forEach(FaroeServer::close));
		SERVERS.clear();
	}

	@BeforeEach
	void waitForTheLimits() {
		advance(Duration.ofHours(1));
	}

	/**
	 * The clocks of the instances agree.
	 */
	void advance(Duration time) {
		instances().forEach((server) -> server.clock().advance(time));
	}

	static SoftwareAuthenticator authenticator() {
		return new SoftwareAuthenticator(ORIGIN, Algorithm.ES256);
	}

	Map<String, Object> creationOptions(String userId) {
		return options(post("/users/" + userId + "/passkeys/registration-options"));
	}

	Map<String, Object> requestOptions(@Nullable String userId) {
		return options(post("/passkeys/authentication-options", "user_id", userId));
	}

	static Map<String, Object> options(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		return JsonMapper.shared().convertValue(answer.json(), new TypeReference<LinkedHashMap<String, Object>>() {
		});
	}

	Answer register(String userId, Map<String, Object> response) {
		return post("/users/" + userId + "/passkeys", "credential", response, "name", "Phone");
	}

	/**
	 * Register a passkey, and return its id.
	 */
	String register(String userId, SoftwareAuthenticator authenticator) {
		Answer answer = register(userId, authenticator.register(creationOptions(userId)));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		return answer.json().get("id").stringValue();
	}

	Answer authenticate(Map<String, Object> response) {
		return post("/passkeys/authenticate", "credential", response);
	}

	Answer authenticate(SoftwareAuthenticator authenticator, @Nullable String userId) {
		return authenticate(authenticator.authenticate(requestOptions(userId)));
	}

}
