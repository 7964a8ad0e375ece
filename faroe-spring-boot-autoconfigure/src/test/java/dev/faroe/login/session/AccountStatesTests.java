package dev.faroe.login.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.security.Secret;
import dev.faroe.test.MutableClock;
import dev.faroe.user.User;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Which users the database is asked about, and when.
 */
class AccountStatesTests {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final MutableClock clock = new MutableClock();

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	private final List<List<String>> statements = new ArrayList<>();

	private Consumer<Collection<String>> meanwhile = (users) -> {
	};

	private AccountStates states = states(1000);

	private AccountStates states(int maximum) {
		StateBatches batches = new StateBatches(this::send, 64, 1000, Duration.ofSeconds(5), Schedulers.parallel());
		return new AccountStates(mock(AccountStateService.class), batches,
				new RememberedStates(this.clock, this.nanoTime::get, INTERVAL, maximum));
	}

	private Flux<AccountState> send(Collection<String> users) {
		this.statements.add(List.copyOf(users));
		this.meanwhile.accept(users);
		return Flux.fromIterable(users).map((user) -> new AccountState(user, Instant.EPOCH, Set.of(), null, null));
	}

	private void request(String... users) {
		for (String user : users) {
			FaroeUserDetails details = new FaroeUserDetails(
					new User(user, Instant.EPOCH, user + "@example.com", true, Secret.of("RECOVERY"), Set.of()));
			assertThat(this.states.ofSession(details).block()).isNotNull();
		}
	}

	private void pass(int millis) {
		this.clock.advance(Duration.ofMillis(millis));
		this.nanoTime.addAndGet(Duration.ofMillis(millis).toNanos());
	}

	@Test
	void oneStatementAsksAboutAllWhoAreBusy() {
		request("ann", "bob", "eve");
		this.statements.clear();
		for (int turn = 0; turn < 10; turn++) {
			pass(10);
			request("ann", "bob", "eve");
		}
		assertThat(this.statements).hasSize(1);
		assertThat(this.statements.get(0)).containsExactlyInAnyOrder("ann", "bob", "eve");
	}

	@Test
	void nobodyIsAskedAboutWhoseAnswerWasOfNoUse() {
		request("ann", "bob", "bob");
		pass(100);
		request("ann");
		assertThat(this.statements.get(2)).containsExactlyInAnyOrder("ann", "bob");
		pass(100);
		request("ann");
		assertThat(this.statements.get(3)).containsExactly("ann");
	}

	@Test
	void nobodyIsAskedAboutWhoseAnswerIsNew() {
		request("ann");
		pass(51);
		request("bob", "bob");
		pass(49);
		request("ann");
		assertThat(this.statements).containsExactly(List.of("ann"), List.of("bob"), List.of("ann"));
	}

	@Test
	void nobodyIsAskedAboutWhoHasBeenAwayForLong() {
		request("ann", "bob", "bob");
		pass(200);
		request("ann");
		assertThat(this.statements.get(2)).containsExactly("ann");
	}

	@Test
	void oneStatementAsksAboutNoMoreThanTheGreatestNumber() {
		String[] users = IntStream.range(0, 200).mapToObj("user%d"::formatted).toArray(String[]::new);
		request(users);
		request(users);
		this.statements.clear();
		pass(100);
		request("somebody");
		assertThat(this.statements).hasSize(1);
		assertThat(this.statements.get(0)).hasSize(1 + RememberedStates.MAX_DUE);
		request(users);
		assertThat(this.statements).hasSizeLessThan(10);
	}

	@Test
	void answerIsNotRememberedIfTheSessionsWereEndedMeanwhile() {
		request("ann", "bob", "bob");
		pass(100);
		this.meanwhile = (users) -> this.states.forget("bob");
		request("ann");
		assertThat(this.statements.get(2)).contains("bob");
		request("bob");
		assertThat(this.statements.get(3)).containsExactly("bob");
	}

	@Test
	void whoWasAskedAboutTheLongestAgoIsForgottenFirst() {
		this.states = states(2);
		request("ann", "bob", "eve", "bob", "eve");
		assertThat(this.statements).hasSize(3);
		request("ann");
		assertThat(this.statements).hasSize(4);
	}

}
