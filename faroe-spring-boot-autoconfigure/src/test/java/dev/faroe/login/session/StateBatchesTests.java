package dev.faroe.login.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many questions about the states of users, and few statements.
 */
class StateBatchesTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Statement> statements = new ArrayList<>();

	private final StateBatches batches = new StateBatches(this::send, 3, 5, Duration.ofSeconds(5), this.time);

	private Flux<AccountState> send(Collection<String> users) {
		Statement statement = new Statement(List.copyOf(users), Sinks.many().unicast().onBackpressureBuffer());
		this.statements.add(statement);
		return statement.result().asFlux();
	}

	private StepVerifier ask(String user) {
		return StepVerifier.create(this.batches.find(user)).expectNext(state(user)).expectComplete().verifyLater();
	}

	private List<List<String>> asked() {
		return this.statements.stream().map(Statement::users).toList();
	}

	@Test
	void firstQuestionIsAskedAtOnce() {
		StepVerifier ann = ask("ann");
		assertThat(asked()).containsExactly(List.of("ann"));
		this.statements.get(0).answer();
		ann.verify();
	}

	@Test
	void questionsMeanwhileAreAskedTogetherAfterwards() {
		List<StepVerifier> questions = List.of(ask("ann"), ask("bob"), ask("eve"), ask("bob"));
		assertThat(asked()).containsExactly(List.of("ann"));
		this.statements.get(0).answer();
		assertThat(asked()).containsExactly(List.of("ann"), List.of("bob", "eve"));
		this.statements.get(1).answer();
		questions.forEach(StepVerifier::verify);
	}

	@Test
	void noAnswerIsFromBeforeItsQuestion() {
		StepVerifier before = ask("ann");
		StepVerifier after = ask("ann");
		assertThat(asked()).containsExactly(List.of("ann"));
		this.statements.get(0).answer();
		assertThat(asked()).containsExactly(List.of("ann"), List.of("ann"));
		this.statements.get(1).answer();
		before.verify();
		after.verify();
	}

	@Test
	void statementIsNotForMoreThanTheGreatestNumber() {
		List<StepVerifier> questions = new ArrayList<>();
		List.of("a", "b", "c", "d", "e").forEach((user) -> questions.add(ask(user)));
		this.statements.get(0).answer();
		questions.add(ask("f"));
		assertThat(asked()).containsExactly(List.of("a"), List.of("b", "c", "d"));
		this.statements.get(1).answer();
		assertThat(asked().get(2)).containsExactly("e", "f");
		this.statements.get(2).answer();
		questions.forEach(StepVerifier::verify);
	}

	@Test
	void whoDoesNotExistHasNoState() {
		StepVerifier nobody = StepVerifier.create(this.batches.find("nobody")).expectComplete().verifyLater();
		this.statements.get(0).result().tryEmitComplete();
		nobody.verify();
	}

	@Test
	void statementThatTakesLongKeepsNobodyWaiting() {
		StepVerifier slow = ask("ann");
		StepVerifier next = ask("bob");
		this.time.advanceTimeBy(Duration.ofMillis(49));
		assertThat(asked()).containsExactly(List.of("ann"));
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(asked()).containsExactly(List.of("ann"), List.of("bob"));
		this.statements.get(1).answer();
		next.verify();
		this.statements.get(0).answer();
		slow.verify();
		StepVerifier last = ask("eve");
		this.statements.get(2).answer();
		last.verify();
	}

	@Test
	void statementThatIsNeverAnsweredFails() {
		StepVerifier question = StepVerifier.create(this.batches.find("ann"))
			.expectErrorMatches(StateBatchesTests::isUnavailable)
			.verifyLater();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		question.verify();
	}

	@Test
	void failureIsThatOfItsStatementAlone() {
		IllegalStateException failure = new IllegalStateException("The database is away");
		StepVerifier failed = StepVerifier.create(this.batches.find("ann"))
			.expectErrorMatches(failure::equals)
			.verifyLater();
		StepVerifier next = ask("bob");
		this.statements.get(0).result().tryEmitError(failure);
		this.statements.get(1).answer();
		failed.verify();
		next.verify();
	}

	@Test
	void noMoreThanTheGreatestNumberWait() {
		List.of("first", "a", "b", "c", "d", "e").forEach(this::ask);
		StepVerifier.create(this.batches.find("f")).expectErrorMatches(StateBatchesTests::isUnavailable).verify();
		StepVerifier known = ask("e");
		this.statements.get(0).answer();
		this.statements.get(1).answer();
		this.statements.get(2).answer();
		known.verify();
	}

	@Test
	void whoGivesUpTakesNobodyAlong() {
		this.batches.find("ann").subscribe().dispose();
		StepVerifier patient = ask("bob");
		this.statements.get(0).answer();
		this.statements.get(1).answer();
		patient.verify();
	}

	@Test
	void whoIsAskedAboutAlongWaitsForTheNextStatement() {
		List<String> found = new ArrayList<>();
		this.batches.findAlong("bob", (state) -> found.add(state.userId()));
		assertThat(asked()).isEmpty();
		StepVerifier question = ask("ann");
		assertThat(asked()).containsExactly(List.of("bob", "ann"));
		this.statements.get(0).answer();
		question.verify();
		assertThat(found).containsExactly("bob");
	}

	@Test
	void whoIsAskedAboutAlongTakesNoPlaceOfThoseWhoAsk() {
		List.of("first", "a", "b").forEach(this::ask);
		this.batches.findAlong("along", (state) -> {
		});
		this.statements.get(0).answer();
		assertThat(asked().get(1)).containsExactly("a", "b");
	}

	@Test
	void failureOfAStatementIsNoneOfWhoWasAskedAboutAlong() {
		this.batches.findAlong("bob", (state) -> {
			throw new AssertionError(state);
		});
		IllegalStateException failure = new IllegalStateException("The database is away");
		StepVerifier failed = StepVerifier.create(this.batches.find("ann"))
			.expectErrorMatches(failure::equals)
			.verifyLater();
		this.statements.get(0).result().tryEmitError(failure);
		failed.verify();
	}

	@Test
	void manyQuestionsToADatabaseThatAnswersAtOnceAreAllAnswered() {
		ConcurrentLinkedQueue<List<String>> sent = new ConcurrentLinkedQueue<>();
		StateBatches immediate = new StateBatches((users) -> {
			sent.add(List.copyOf(users));
			return Flux.fromIterable(users).map(StateBatchesTests::state);
		}, 64, 100_000, Duration.ofSeconds(5), Schedulers.parallel());
		long answers = Flux.fromStream(IntStream.range(0, 20_000).boxed())
			.flatMap((number) -> Mono.defer(() -> immediate.find("user" + number % 500))
				.filter((state) -> state.userId().equals("user" + number % 500))
				.subscribeOn(Schedulers.boundedElastic()), 256)
			.count()
			.blockOptional()
			.orElseThrow();
		assertThat(answers).isEqualTo(20_000);
		assertThat(sent).allMatch((users) -> users.size() <= 64);
	}

	private static boolean isUnavailable(Throwable ex) {
		return ex instanceof FaroeException failure && failure.error() == FaroeError.SERVICE_UNAVAILABLE;
	}

	private static AccountState state(String user) {
		return new AccountState(user, Instant.EPOCH, Set.of(), null, null);
	}

	private record Statement(List<String> users, Sinks.Many<AccountState> result) {

		void answer() {
			this.users.forEach((user) -> this.result.tryEmitNext(state(user)));
			this.result.tryEmitComplete();
		}

	}

}
