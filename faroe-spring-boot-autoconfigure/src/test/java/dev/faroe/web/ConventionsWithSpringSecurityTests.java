package dev.faroe.web;

import java.util.EnumMap;
import java.util.Map;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.AfterAll;

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

	@AfterAll
	static void stop() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
	}

}
