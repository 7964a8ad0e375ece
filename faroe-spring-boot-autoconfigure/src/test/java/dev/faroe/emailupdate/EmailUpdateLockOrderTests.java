package dev.faroe.emailupdate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.faroe.FaroeException;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two calls that delete the same requests in two orders, held up until both wait. Only
 * PostgreSQL tells who waits.
 */
@Tag("one-jdk")
class EmailUpdateLockOrderTests {

	private final FaroeServer server = FaroeServer.shared(TestDatabase.POSTGRESQL);

	private final EmailUpdateService updates = this.server.bean(EmailUpdateService.class);

	/**
	 * The request whose code is right is deleted first, then those for its address in the
	 * order of their ids.
	 */
	@Test
	void deletingAllRequestsDoesNotDeadlockWithVerifyingTheLast() throws Exception {
		List<EmailUpdateRequest> requests = requests();
		EmailUpdateRequest last = requests.get(3);
		List<CompletableFuture<String>> outcomes = new ArrayList<>();
		this.server.database()
			.sql("SELECT id FROM faroe_email_update_request WHERE id = :id FOR UPDATE")
			.bind("id", requests.get(1).id())
			.fetch()
			.all()
			.then(Mono.fromRunnable(() -> {
				outcomes.add(start(this.updates.deleteAll(last.userId())));
				awaitWaiting(1);
				outcomes.add(start(this.updates.verifyNewEmail(last.id(), last.code().value())));
				awaitWaiting(2);
			}).subscribeOn(Schedulers.boundedElastic()))
			.as(this.server.bean(TransactionalOperator.class)::transactional)
			.block();
		assertThat(outcomes.get(0).get(1, TimeUnit.MINUTES)).isEqualTo("success");
		assertThat(outcomes.get(1).get(1, TimeUnit.MINUTES)).isEqualTo("INVALID_REQUEST");
	}

	private List<EmailUpdateRequest> requests() {
		String userId = Objects
			.requireNonNull(this.server.bean(UserService.class).create(null, "a long enough password", null).block())
			.id();
		List<EmailUpdateRequest> requests = new ArrayList<>();
		for (int index = 0; index < 4; index++) {
			requests.add(Objects.requireNonNull(this.updates.create(userId, "lock-order@example.com").block()));
			this.server.clock().advance(Duration.ofMinutes(2));
		}
		requests.sort(Comparator.comparing(EmailUpdateRequest::id));
		return requests;
	}

	private static CompletableFuture<String> start(Mono<?> call) {
		return call.then(Mono.just("success"))
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error().name()))
			.onErrorResume((ex) -> Mono.just(ex.getClass().getName()))
			.subscribeOn(Schedulers.boundedElastic())
			.toFuture();
	}

	private void awaitWaiting(long expected) {
		while (waiting() < expected) {
			Thread.onSpinWait();
		}
	}

	private long waiting() {
		Long waiting = this.server.database()
			.sql("SELECT COUNT(DISTINCT pid) FROM pg_locks WHERE NOT granted")
			.mapValue(Long.class)
			.one()
			.block();
		return (waiting != null) ? waiting : 0;
	}

}
