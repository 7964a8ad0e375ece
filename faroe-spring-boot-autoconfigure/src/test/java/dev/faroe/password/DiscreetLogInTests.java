package dev.faroe.password;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import dev.faroe.password.hashing.HashingListener;
import dev.faroe.password.hashing.MigratingPasswordEncoder;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.Attempt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much work a wrong password takes, counted in comparisons.
 */
class DiscreetLogInTests {

	private static final String BCRYPT = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("a password");

	private static final String OTHER_BCRYPT = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("another password");

	private static final String COSTLIER_BCRYPT = "{bcrypt}" + new BCryptPasswordEncoder(5).encode("a password");

	private final AtomicInteger finished = new AtomicInteger();

	private final MigratingPasswordEncoder encoder = new MigratingPasswordEncoder(
			new Argon2idPasswordEncoder(new Argon2Parameters(64, 1, 1), Argon2Engine.JAVA));

	private final PasswordHasher hasher = new PasswordHasher(this.encoder, 1, 10, false, new HashingListener() {

		@Override
		public void finished(Duration work) {
			DiscreetLogInTests.this.finished.incrementAndGet();
		}

	});

	private final DiscreetLogIn discreet = new DiscreetLogIn(this.hasher);

	private final String current = String.valueOf(this.encoder.encode("a password"));

	@AfterEach
	void destroy() {
		this.hasher.destroy();
	}

	private int work(Mono<?> rejection) {
		int before = this.finished.get();
		StepVerifier.create(rejection.then()).verifyComplete();
		return this.finished.get() - before;
	}

	private Mono<?> wrongPasswordOf(String hash) {
		return Mono.defer(() -> {
			this.discreet.meet(hash);
			return this.hasher.compare(new Attempt(), "wrong", hash).then(this.discreet.complete(hash, "wrong"));
		});
	}

	private Mono<?> unknownAddress() {
		return this.discreet.compare(new Attempt(), "wrong");
	}

	@Test
	void isThatOfOneComparisonWhereThereIsOneKindOfHash() {
		work(unknownAddress());
		assertThat(work(unknownAddress())).isOne();
		assertThat(work(wrongPasswordOf(this.current))).isOne();
	}

	@Test
	void isTheSameForEveryAddressWhereHashesComeFromElsewhere() {
		work(unknownAddress());
		work(wrongPasswordOf(BCRYPT));
		work(wrongPasswordOf(COSTLIER_BCRYPT));
		for (Mono<?> rejection : List.of(unknownAddress(), wrongPasswordOf(this.current), wrongPasswordOf(BCRYPT),
				wrongPasswordOf(OTHER_BCRYPT), wrongPasswordOf(COSTLIER_BCRYPT))) {
			assertThat(work(rejection)).isEqualTo(3);
		}
	}

	@Test
	void isBounded() {
		work(unknownAddress());
		for (int cost = 4; cost < 12; cost++) {
			this.discreet.meet("{bcrypt}$2a$%02d$".formatted(cost) + BCRYPT.substring(15));
		}
		assertThat(work(unknownAddress())).isEqualTo(1 + SeenHashes.MAXIMUM_KINDS);
	}

	@Test
	void rightPasswordOfNobodyIsAFailure() {
		Attempt attempt = new Attempt();
		this.discreet.meet(BCRYPT);
		StepVerifier.create(this.discreet.compare(attempt, "a password")).verifyComplete();
		StepVerifier.create(this.discreet.complete(this.current, "a password")).verifyComplete();
	}

	@Test
	void kindsAreToldApartByTheirCost() {
		assertThat(this.hasher.kind(BCRYPT)).isEqualTo("{bcrypt}$2a$04$ 68").isEqualTo(this.hasher.kind(OTHER_BCRYPT));
		assertThat(this.hasher.kind(COSTLIER_BCRYPT)).isEqualTo("{bcrypt}$2a$05$ 68");
		assertThat(this.hasher.kind(this.current)).isEqualTo("$argon2id$v=19$m=64,t=1,p=1$ 94");
		assertThat(this.hasher.kind("{pbkdf2@SpringSecurity_v5_8}" + "ab".repeat(48)))
			.isEqualTo("{pbkdf2@SpringSecurity_v5_8} 124");
		assertThat(this.hasher.kind("{scrypt}$e0801$" + "AbCd".repeat(6) + "$" + "AbCd".repeat(10) + "="))
			.isEqualTo("{scrypt}$e0801$ 81");
	}

	@Test
	void kindsAreToldApartByWhatDecidesOnTheEngine() {
		String salt16 = "$argon2id$v=19$m=64,t=1,p=1$" + "A".repeat(22) + "$" + "B".repeat(43);
		String salt32 = "$argon2id$v=19$m=64,t=1,p=1$" + "A".repeat(43) + "$" + "B".repeat(43);
		assertThat(this.hasher.kind(salt16)).isNotEqualTo(this.hasher.kind(salt32));
	}

}
