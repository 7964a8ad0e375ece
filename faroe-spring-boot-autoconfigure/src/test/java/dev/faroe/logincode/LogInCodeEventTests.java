package dev.faroe.logincode;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.event.FaroeEvent;
import dev.faroe.event.LogInByEmailedCodeEvent;
import dev.faroe.event.UserDeletedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.event.EventListener;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * When a log-in by an emailed code is told of.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class LogInCodeEventTests {

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private final String ticket = server().bean(TokenGenerator.class).id();

	private User user = createUser();

	private String code = "";

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Recorder.class });
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static User createUser() {
		return Objects.requireNonNull(server().bean(UserService.class)
			.create("event%d@example.com".formatted(++users), "a long enough password", null)
			.block());
	}

	private static LogInCodeService codes() {
		return server().bean("faroeLogInCodeService");
	}

	@BeforeEach
	void create() {
		this.code = Objects.requireNonNull(codes().create(this.ticket, this.user.id()).block()).code().value();
	}

	private Mono<String> verify(String code) {
		return codes().verify(this.ticket, code, Mono::just);
	}

	@Test
	void isTheLogInThatHappened() {
		assertThat(verify("WRONG234").onErrorComplete().block()).isNull();
		assertThat(verify(this.code).block()).isEqualTo(this.user.id());
		assertThat(events()).containsExactly(logIn());
	}

	@Test
	void isOneOfManyAtOnce() {
		List<String> accepted = Flux.range(0, 20)
			.flatMap((index) -> verify(this.code).subscribeOn(Schedulers.boundedElastic()).onErrorComplete(), 20)
			.collectList()
			.block();
		assertThat(accepted).containsExactly(this.user.id());
		assertThat(events()).filteredOn(LogInByEmailedCodeEvent.class::isInstance).containsExactly(logIn());
	}

	@Test
	void isNothingThatIsTakenBack() {
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		assertThatIllegalStateException()
			.isThrownBy(() -> verify(this.code).then(Mono.error(new IllegalStateException("The application gives up")))
				.as(transaction::transactional)
				.block());
		assertThatIllegalStateException().isThrownBy(() -> codes()
			.verify(this.ticket, this.code, (id) -> Mono.error(new IllegalStateException("The user cannot be read")))
			.block());
		assertThat(events()).isEmpty();
		verify(this.code).block();
		assertThat(events()).containsExactly(logIn());
	}

	private LogInByEmailedCodeEvent logIn() {
		return new LogInByEmailedCodeEvent(this.user.id(), server().clock().instant());
	}

	/**
	 * Return the events so far. Events come in order, so that one of our own comes last.
	 */
	private static List<FaroeEvent> events() {
		server().bean(FaroeEvents.class).publishAfterCommit((time) -> new UserDeletedEvent("last", time)).block();
		return server().bean(Recorder.class).untilLast();
	}

	static class Recorder {

		private final BlockingQueue<FaroeEvent> events = new LinkedBlockingQueue<>();

		@EventListener
		void on(FaroeEvent event) {
			this.events.add(event);
		}

		List<FaroeEvent> untilLast() {
			return Flux.<FaroeEvent>generate((sink) -> sink.next(next()))
				.takeWhile((event) -> !(event instanceof UserDeletedEvent))
				.filter((event) -> event instanceof LogInByEmailedCodeEvent)
				.collectList()
				.blockOptional()
				.orElseThrow();
		}

		private FaroeEvent next() {
			try {
				return Objects.requireNonNull(this.events.poll(1, TimeUnit.MINUTES));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}
