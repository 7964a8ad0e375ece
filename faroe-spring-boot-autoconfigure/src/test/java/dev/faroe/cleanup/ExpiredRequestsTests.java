package dev.faroe.cleanup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The removal of expired requests, on each database.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class ExpiredRequestsTests {

	private static final List<String> TABLES = List.of("faroe_email_verification_request", "faroe_email_update_request",
			"faroe_password_reset_request", "faroe_totp_enrolment_request", "faroe_log_in_request",
			"faroe_passkey_challenge");

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final int BATCH_SIZE = 7;

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "faroe.cleanup.interval=0", "faroe.cleanup.batch-size=" + BATCH_SIZE,
				"faroe.passkeys.enabled=true", "faroe.passkeys.origins=https://shop.example");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		if (server == null) {
			throw new IllegalStateException("There is a server in tests only");
		}
		return server;
	}

	private final TestDatabase database;

	ExpiredRequestsTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void reset() {
		server().deleteAllUsers();
		server().clock().set(NOW);
	}

	@Test
	void requestsAreRemovedWhenTheyHaveExpired() {
		insert(-1, 1);
		insert(0, 1);
		insert(1, 1);
		server().bean(RequestCleanup.class).run().blockLast();
		assertThat(expiries()).allSatisfy(
				(expiries) -> assertThat(expiries).as("%s", this.database).containsExactly(NOW.getEpochSecond() + 1));
		server().clock().advance(Duration.ofSeconds(1));
		server().bean(RequestCleanup.class).run().blockLast();
		assertThat(expiries()).allSatisfy((expiries) -> assertThat(expiries).isEmpty());
	}

	@Test
	void batchesAreOfConfiguredSize() {
		insert(-1, 2 * BATCH_SIZE + 1);
		StepVerifier.create(server().bean(RequestCleanup.class).run())
			.expectNext(7, 7, 1, 7, 7, 1, 7, 7, 1, 7, 7, 1, 7, 7, 1, 7, 7, 1)
			.verifyComplete();
	}

	@TestFactory
	Stream<DynamicTest> oldestAreRemovedFirst() {
		return kinds().map((kind) -> DynamicTest.dynamicTest(kind.table(), () -> {
			reset();
			insert(-1, 1);
			insert(-3, 1);
			insert(-2, 1);
			StepVerifier.create(kind.requests().deleteExpired(NOW, 2)).expectNext(2).verifyComplete();
			assertThat(expiries(kind.table())).containsExactly(NOW.getEpochSecond() - 1);
		}));
	}

	@Test
	void severalInstancesShareTheWork() {
		insert(-1, 100);
		List<Integer> removed = Flux.range(0, 4)
			.flatMap((instance) -> server().bean(RequestCleanup.class).run().subscribeOn(Schedulers.boundedElastic()))
			.collectList()
			.block();
		assertThat(removed).isNotNull().allMatch((rows) -> rows <= BATCH_SIZE);
		assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(TABLES.size() * 100);
		assertThat(expiries()).allSatisfy((expiries) -> assertThat(expiries).isEmpty());
	}

	@TestFactory
	Stream<DynamicTest> rowsThatSomebodyWorksOnAreLeftForLater() {
		return kinds().map((kind) -> DynamicTest.dynamicTest(kind.table(), () -> {
			reset();
			insert(-1, 2);
			String key = key(kind.table());
			Mono<String> lockOne = client()
				.sql("SELECT %1$s FROM %2$s WHERE %1$s = '-1-0' FOR UPDATE".formatted(key, kind.table()))
				.mapValue(String.class)
				.one();
			Mono<Integer> removed = Mono
				.defer(() -> kind.requests().deleteExpired(NOW, BATCH_SIZE).subscribeOn(Schedulers.boundedElastic()))
				.contextWrite((context) -> Context.empty());
			StepVerifier.create(lockOne.then(removed).as(server().bean(TransactionalOperator.class)::transactional))
				.expectNext(1)
				.verifyComplete();
			StepVerifier.create(kind.requests().deleteExpired(NOW, BATCH_SIZE)).expectNext(1).verifyComplete();
		}));
	}

	@Test
	void expiryIndexIsUsed() {
		if (this.database != TestDatabase.POSTGRESQL) {
			return;
		}
		insert(-1, 1);
		for (String table : TABLES) {
			String key = key(table);
			String plan = client()
				.inConnection(
						(connection) -> Flux.from(connection.createStatement("SET enable_seqscan = off").execute())
							.flatMap((result) -> result.getRowsUpdated())
							.thenMany(Flux.from(connection.createStatement("""
									EXPLAIN MERGE INTO %1$s AS request
									USING (
										SELECT %2$s FROM %1$s WHERE expires_at <= 1
										ORDER BY expires_at LIMIT 7 FOR UPDATE SKIP LOCKED
									) AS expired ON request.%2$s = expired.%2$s
									WHEN MATCHED THEN DELETE""".formatted(table, key)).execute()))
							.flatMap((result) -> result.map((row, metadata) -> String.valueOf(row.get(0))))
							.collectList()
							.map((lines) -> String.join("\n", lines)))
				.block();
			assertThat(plan).contains("Index Scan using " + table + "_expires_at_index", table + "_pkey");
		}
	}

	private Stream<Kind> kinds() {
		return Stream.of(new Kind(TABLES.get(0), server().bean("faroeEmailVerificationRequests")),
				new Kind(TABLES.get(1), server().bean("faroeEmailUpdateRequests")),
				new Kind(TABLES.get(2), server().bean("faroePasswordResetRequests")),
				new Kind(TABLES.get(3), server().bean("faroeTotpEnrolments")),
				new Kind(TABLES.get(4), server().bean("faroeLogInRequests")),
				new Kind(TABLES.get(5), server().bean("faroePasskeyChallenges")));
	}

	/**
	 * Of some kinds, a user has one request.
	 */
	private static String key(String table) {
		if (table.equals(TABLES.get(5))) {
			return "challenge_hash";
		}
		return (table.equals(TABLES.get(0)) || table.equals(TABLES.get(3))) ? "user_id" : "id";
	}

	private record Kind(String table, ExpiredRequests requests) {
	}

	private static DatabaseClient client() {
		return server().database();
	}

	/**
	 * Insert users, each with one request of each kind.
	 */
	private static void insert(int secondsFromNow, int number) {
		long expiresAt = NOW.getEpochSecond() + secondsFromNow;
		Flux.range(0, number).map((index) -> "%d-%d".formatted(secondsFromNow, index)).concatMap((id) -> {
			String columns = "created_at, expires_at";
			String values = "0, " + expiresAt;
			return Flux.just(
					"INSERT INTO faroe_user (id, created_at, email_verified, password_hash, recovery_code) "
							+ "VALUES ('%s', 0, FALSE, '', '')",
					"INSERT INTO faroe_email_verification_request (user_id, code, " + columns + ") VALUES ('%s', '', "
							+ values + ")",
					"INSERT INTO faroe_email_update_request " + "(id, user_id, email, code, attempts, failed_attempts, "
							+ columns + ") VALUES ('%1$s', '%1$s', '', '', 0, 0, " + values + ")",
					"INSERT INTO faroe_password_reset_request "
							+ "(id, user_id, code_hash, verified, attempts, failed_attempts, " + columns
							+ ") VALUES ('%1$s', '%1$s', '', FALSE, 0, 0, " + values + ")",
					"INSERT INTO faroe_totp_enrolment_request (user_id, totp_key, " + columns + ") VALUES ('%s', '', "
							+ values + ")",
					"INSERT INTO faroe_log_in_request (id, user_id, code_hash, attempts, failed_attempts, " + columns
							+ ") VALUES ('%1$s', '%1$s', '', 0, 0, " + values + ")",
					"INSERT INTO faroe_passkey_challenge (challenge_hash, ceremony, user_id, user_verification, "
							+ columns + ") VALUES ('%1$s', '', '%1$s', FALSE, " + values + ")")
				.concatMap((sql) -> client().sql(sql.formatted(id)).then());
		}).blockLast();
	}

	private static List<List<Long>> expiries() {
		return TABLES.stream().map(ExpiredRequestsTests::expiries).toList();
	}

	private static List<Long> expiries(String table) {
		List<Long> expiries = client().sql("SELECT expires_at FROM " + table + " ORDER BY expires_at")
			.mapValue(Long.class)
			.all()
			.collectList()
			.block();
		return (expiries != null) ? expiries : List.of();
	}

}
