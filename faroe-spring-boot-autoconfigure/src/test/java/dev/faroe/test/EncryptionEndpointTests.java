package dev.faroe.test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;

/**
 * The base of tests of what is encrypted in the database, through servers that have one
 * database and different keys, as after a restart. All classes of a JVM share them.
 */
@Tag("one-jdk")
public abstract class EncryptionEndpointTests extends EndpointTests {

	protected static final String FIRST_KEY = "first:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	protected static final String SECOND_KEY = "second:202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

	protected static final String ANOTHER_FIRST_KEY = "first:404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f";

	private static final Map<TestDatabase, List<String>> DATABASES = new EnumMap<>(TestDatabase.class);

	private static final Map<List<String>, FaroeServer> SERVERS = new HashMap<>();

	private List<String> keys = List.of();

	/**
	 * Has the server with the keys of the last {@link #start}, whose clock stands still
	 * at the same time as the clocks of the others.
	 */
	@Override
	protected FaroeServer server() {
		List<String> tables = DATABASES.computeIfAbsent(database(), TestDatabase::create);
		List<String> name = new ArrayList<>(this.keys);
		name.add(database().name());
		return SERVERS.computeIfAbsent(name, (absent) -> FaroeServer.start(tables,
				new Class<?>[] { FaroeServer.Host.class }, "faroe.encryption.keys=" + String.join(",", this.keys)));
	}

	/**
	 * Go on with a server that has other keys, and the same tables.
	 */
	protected void start(String... keys) {
		this.keys = List.of(keys);
	}

	protected static String keyOf(String property) {
		return property.substring(property.indexOf(':') + 1);
	}

	/**
	 * Every column of every row of every table, as text.
	 */
	protected String dump() {
		return String.join("\n", switch (database()) {
			case H2 -> rows("SCRIPT");
			case POSTGRESQL -> tableNames().stream()
				.flatMap((table) -> rows("SELECT CAST(t AS TEXT) FROM " + table + " t").stream())
				.toList();
		});
	}

	private List<String> tableNames() {
		return rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'faroe%'");
	}

	private List<String> rows(String sql) {
		List<String> rows = server().database()
			.sql(sql)
			.map((row) -> row.get(0, String.class))
			.all()
			.collectList()
			.block();
		return (rows != null) ? rows : List.of();
	}

}
