package dev.faroe.delivery;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are part of a transaction.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class DeliveryAfterCommitTests {

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { Host.class }, "faroe.delivery.enabled=true",
				"faroe.delivery.threads=1");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static CodeDelivery delivery() {
		return server().bean(CodeDelivery.BEAN_NAME);
	}

	private static CodePurpose nextSent() {
		return Deliveries.next(server().bean(Outbox.class).sent);
	}

	private static Mono<Void> deliver(CodePurpose purpose) {
		return delivery().deliverAfterCommit(Deliveries.message(purpose));
	}

	@Test
	void isDeliveredAtOnceWithoutATransaction() {
		StepVerifier.create(deliver(CodePurpose.EMAIL_UPDATE)).verifyComplete();
		assertThat(nextSent()).isEqualTo(CodePurpose.EMAIL_UPDATE);
	}

	/**
	 * There is one thread and it keeps the order: a message that had not waited for the
	 * commit would have come before the other.
	 */
	@Test
	void isDeliveredWhenTheTransactionHasCommitted() {
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		Mono<Void> inTransaction = deliver(CodePurpose.PASSWORD_RESET)
			.then(delivery().deliver(Deliveries.message(CodePurpose.ADDRESS_IN_USE)));
		StepVerifier.create(inTransaction.as(transaction::transactional)).verifyComplete();
		assertThat(nextSent()).isEqualTo(CodePurpose.ADDRESS_IN_USE);
		assertThat(nextSent()).isEqualTo(CodePurpose.PASSWORD_RESET);
	}

	@Test
	void isNotDeliveredWhenTheTransactionIsRolledBack() {
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		Mono<Void> failing = deliver(CodePurpose.PASSWORD_RESET)
			.then(Mono.error(new IllegalStateException("The application gives up")));
		StepVerifier.create(failing.as(transaction::transactional)).verifyError(IllegalStateException.class);
		StepVerifier.create(deliver(CodePurpose.LOG_IN)).verifyComplete();
		assertThat(nextSent()).isEqualTo(CodePurpose.LOG_IN);
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		Outbox outbox() {
			return new Outbox();
		}

	}

	static class Outbox implements CodeSender {

		private final BlockingQueue<CodePurpose> sent = new LinkedBlockingQueue<>();

		@Override
		public void send(CodeMessage message) {
			this.sent.add(message.purpose());
		}

	}

}
