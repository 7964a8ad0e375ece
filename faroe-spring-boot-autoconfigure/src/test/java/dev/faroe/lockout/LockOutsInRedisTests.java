package dev.faroe.lockout;

import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.Instances;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances that count in one Redis.
 */
@Tag("one-jdk")
class LockOutsInRedisTests {

	private static String[] properties(String timeout) {
		return new String[] { "faroe.rate-limit.redis.timeout=" + timeout, "faroe.rate-limit.user-login.capacity=5",
				"faroe.password.max-consecutive-failures=50" };
	}

	private static String lockOut(FaroeServer server) {
		String userId = LockOutTestCase.createUser(server);
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(LockOutTestCase.tryPassword(server, userId, "wrong")).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		}
		return userId;
	}

	@ParameterizedTest
	@DatabaseSource
	void oneInstanceListsAndEndsWhatTheOtherHasCounted(TestDatabase database) {
		try (Instances instances = Instances.start(database, TestRedis.shared(), properties("20s"))) {
			FaroeServer one = instances.next();
			FaroeServer other = instances.next();
			String userId = lockOut(one);
			LockOutService lockOuts = other.bean(LockOutService.class);
			List<LockOut> list = Objects.requireNonNull(lockOuts.list(userId).collectList().block());
			assertThat(list).singleElement().satisfies((lockOut) -> {
				assertThat(lockOut.limit()).isEqualTo("user-login");
				assertThat(lockOut.until()).isAfter(one.clock().instant());
			});
			lockOuts.end(userId).block();
			assertThat(lockOuts.list(userId).collectList().block()).isEmpty();
			assertThat(LockOutTestCase.tryPassword(one, userId, LockOutTestCase.PASSWORD)).isNull();
		}
	}

	@ParameterizedTest
	@DatabaseSource
	void nothingIsSaidAndNoFailureForgottenWhileRedisIsAway(TestDatabase database) {
		try (TestRedis redis = TestRedis.create();
				Instances instances = Instances.start(database, redis, properties("2s"))) {
			FaroeServer server = instances.next();
			String userId = lockOut(server);
			LockOutService lockOuts = server.bean(LockOutService.class);
			redis.kill();
			for (int attempt = 0; attempt < 5; attempt++) {
				assertThat(LockOutTestCase.error(lockOuts.list(userId).then()))
					.isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
				assertThat(LockOutTestCase.error(lockOuts.end(userId))).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
			}
			assertThat(LockOutTestCase.failures(server, "password_failures", userId)).isEqualTo(5);
		}
	}

}
