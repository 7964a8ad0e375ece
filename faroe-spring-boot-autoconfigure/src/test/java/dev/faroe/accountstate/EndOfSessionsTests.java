package dev.faroe.accountstate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.OwnSession;
import dev.faroe.password.PasswordService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which changes of a user end the sessions of the user: each moves the time before which
 * none counts, with the change or not at all.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class EndOfSessionsTests {

	private static final String PASSWORD = "a long enough password";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private User user = createUser();

	private final Authenticator authenticator = new Authenticator(server().clock());

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "spring.r2dbc.pool.max-size=40");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	@BeforeEach
	void registerAuthenticator() {
		server().clock().advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
		totp().register(this.user.id(), new TotpKey(this.authenticator.keyBytes()), this.authenticator.code()).block();
		server().clock().advance(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@EnumSource(SessionEndingChange.class)
	void endsWithTheChange(SessionEndingChange change) {
		Instant before = since();
		change.make(server(), this.user).block();
		assertThat(since()).isEqualTo(server().clock().instant().truncatedTo(ChronoUnit.MILLIS)).isAfter(before);
	}

	@ParameterizedTest
	@EnumSource(SessionEndingChange.class)
	void endsNotAtAllIfTheChangeIsRolledBack(SessionEndingChange change) {
		Instant before = since();
		List<String> went = new ArrayList<>();
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		String outcome = change.make(server(), this.user)
			.then(Mono.<String>error(new IllegalStateException()))
			.as(transaction::transactional)
			.contextWrite(recordingInto(went)::putInto)
			.onErrorResume(IllegalStateException.class, (ex) -> Mono.just("rolled back"))
			.block();
		assertThat(outcome).isEqualTo("rolled back");
		assertThat(since()).isEqualTo(before);
		assertThat(went).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class, mode = EnumSource.Mode.EXCLUDE, names = "DISABLING")
	void tellsTheSessionThatMadeTheChangeOnceItHasCommitted(SessionEndingChange change) {
		List<String> went = new ArrayList<>();
		long before = since().toEpochMilli();
		change.make(server(), this.user).contextWrite(recordingInto(went)::putInto).block();
		assertThat(went).containsExactly(this.user.id() + " " + before + " " + since().toEpochMilli());
	}

	@Test
	void movesOnWhenTheClockDoesNot() {
		AccountStateService states = server().bean(AccountStateService.class);
		List<Instant> times = new ArrayList<>();
		for (int count = 0; count < 3; count++) {
			states.endSessions(this.user.id()).block();
			times.add(since());
		}
		assertThat(times).doesNotHaveDuplicates().isSorted();
	}

	@Test
	void movesOnOnceForEachOfManySimultaneousChanges() {
		long before = since().toEpochMilli();
		AccountStateService states = server().bean(AccountStateService.class);
		List<String> went = Collections.synchronizedList(new ArrayList<>());
		Flux.range(0, 20)
			.flatMap((index) -> states.endSessions(this.user.id())
				.contextWrite(recordingInto(went)::putInto)
				.subscribeOn(Schedulers.boundedElastic()), 20)
			.blockLast();
		assertThat(went).hasSize(20).doesNotHaveDuplicates();
		assertThat(went).filteredOn((step) -> step.startsWith(this.user.id() + " " + before + " ")).hasSize(1);
	}

	@Test
	void goesOnWhenAPasswordIsVerifiedOrItsHashUpgraded() {
		Instant before = since();
		server().bean(UserService.class).authenticate(email(), PASSWORD, null).block();
		server().bean(PasswordService.class).verify(this.user.id(), PASSWORD, null).block();
		totp().verifyAny(this.user.id(), this.authenticator.code()).block();
		server().bean(RecoveryCodeService.class).regenerate(this.user.id()).block();
		assertThat(since()).isEqualTo(before);
	}

	@Test
	void goesOnWhenThereIsNoSecondFactorToRemove() {
		totp().deleteAll(this.user.id()).block();
		Instant before = since();
		totp().deleteAll(this.user.id()).block();
		server().bean(RecoveryCodeService.class).deleteSecondFactors(this.user.id()).block();
		assertThat(since()).isEqualTo(before);
	}

	@Test
	void knowsWhoIsDisabledSinceWhenAndWhy() {
		AccountStateService states = server().bean(AccountStateService.class);
		states.disable(this.user.id(), "Asked for by the owner").block();
		AccountState disabled = state();
		assertThat(disabled.disabled()).isTrue();
		assertThat(disabled.disabledReason()).isEqualTo("Asked for by the owner");
		assertThat(disabled.secondFactors()).containsExactly("totp");
		server().clock().advance(Duration.ofMinutes(1));
		states.disable(this.user.id(), null).block();
		assertThat(state().disabledAt()).isEqualTo(disabled.disabledAt());
		assertThat(state().disabledReason()).isNull();
		states.enable(this.user.id()).block();
		assertThat(state().disabled()).isFalse();
		assertThat(state().sessionsSince()).isEqualTo(disabled.sessionsSince());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 5, 64 })
	void statesOfManyUsersAreFoundAtOnce(int number) {
		AccountStateService states = server().bean(AccountStateService.class);
		List<String> ids = new ArrayList<>(Collections.nCopies(number, "a".repeat(24)));
		List<AccountState> expected = new ArrayList<>();
		if (number > 0) {
			ids.set(number - 1, this.user.id());
			expected.add(state());
		}
		assertThat(states.getAll(ids).collectList().block()).isEqualTo(expected);
	}

	@Test
	void statesOfTooManyUsersAreRefused() {
		AccountStateService states = server().bean(AccountStateService.class);
		List<String> ids = Collections.nCopies(AccountStateService.MAX_AT_ONCE + 1, this.user.id());
		StepVerifier.create(states.getAll(ids))
			.expectErrorMatches((ex) -> ((FaroeException) ex).error() == FaroeError.INVALID_DATA)
			.verify();
		StepVerifier.create(states.getAll(List.of("'; --"))).verifyComplete();
	}

	private static OwnSession recordingInto(List<String> went) {
		return new OwnSession() {

			@Override
			public boolean allows(String userId, long before, long since) {
				return true;
			}

			@Override
			public Mono<Void> goOn(String userId, long before, long since) {
				return Mono.fromRunnable(() -> went.add(userId + " " + before + " " + since));
			}

		};
	}

	private AccountState state() {
		return Objects.requireNonNull(server().bean(AccountStateService.class).get(this.user.id()).block());
	}

	private Instant since() {
		Instant since = state().sessionsSince();
		assertThat(Objects.requireNonNull(server().bean(UserService.class).get(this.user.id()).block()).sessionsSince())
			.isEqualTo(since);
		return since;
	}

	private String email() {
		return Objects.requireNonNull(this.user.email());
	}

	private static TotpService totp() {
		return server().bean(TotpService.class);
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static User createUser() {
		return Objects.requireNonNull(server().bean(UserService.class)
			.create("sessions%d@example.com".formatted(++users), PASSWORD, null)
			.block());
	}

}
