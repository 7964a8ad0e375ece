package dev.faroe.web;

import java.util.EnumMap;
import java.util.Map;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The conventions hold in an application that Spring Security protects, too.
 */
class ConventionsWithSpringSecurityTests extends ConventionsTests {

	private static final Map<TestDatabase, FaroeServer> SERVERS = new EnumMap<>(TestDatabase.class);

	@Override
	protected FaroeServer server() {
		return SERVERS.computeIfAbsent(database(),
				(database) -> FaroeServer.start(database, FaroeServer.WITH_SPRING_SECURITY));
	}

	/**
	 * Without unknown paths, which Spring Security protects from whoever has no
	 * credential.
	 */
	@Override
	@ParameterizedTest
	@ValueSource(strings = { "/users", "/authenticate/password", "/users/x/verify-password" })
	void asksForTheCredentialBeforeAnythingElse(String path) {
		super.asksForTheCredentialBeforeAnythingElse(path);
	}

	@Override
	@ParameterizedTest
	@ValueSource(strings = { "/users", "/authenticate/password", "/users/x/verify-password" })
	void asksForTheCredentialBeforeAPreflight(String path) {
		super.asksForTheCredentialBeforeAPreflight(path);
	}

	/**
	 * Without the path with a semicolon, which Spring Security's firewall rejects in the
	 * whole application.
	 */
	@Override
	@ParameterizedTest
	@ValueSource(strings = { "/", "/nothing", "/users/", "/users/x/y/z", "/USERS" })
	void answersNotFoundForUnknownPaths(String path) {
		super.answersNotFoundForUnknownPaths(path);
	}

	@AfterAll
	static void stop() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
	}

}
