package dev.faroe.user;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A failure of the database quotes no row, wherever it goes: not to whoever calls a
 * service, and not to the log when nobody waits for it any more.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("one-jdk")
class DroppedFailureTests extends EndpointTests {

	private @Nullable FaroeServer ownServer;

	@Override
	protected FaroeServer server() {
		return (this.ownServer != null) ? this.ownServer : super.server();
	}

	@AfterEach
	void closeOwnServer() {
		if (this.ownServer != null) {
			this.ownServer.close();
		}
	}

	/**
	 * H2's messages quote rows of themselves. PostgreSQL's do when it is told to, as many
	 * a trigger does.
	 */
	private FaroeServer startQuotingRows() {
		FaroeServer server = FaroeServer.start(database().create(), new Class<?>[] { Host.class },
				"spring.data.r2dbc.repositories.enabled=false");
		if (database() == TestDatabase.POSTGRESQL) {
			server.database().sql("""
					CREATE FUNCTION quote() RETURNS trigger AS $$
					BEGIN
						IF EXISTS (SELECT 1 FROM faroe_user WHERE email = NEW.email) THEN
							RAISE unique_violation USING MESSAGE = 'no room for ' || NEW.email;
						END IF;
						RETURN NEW;
					END $$ LANGUAGE plpgsql""").then().block();
			server.database()
				.sql("CREATE TRIGGER quote BEFORE INSERT ON faroe_user FOR EACH ROW EXECUTE FUNCTION quote()")
				.then()
				.block();
		}
		return server;
	}

	@Test
	void aFailureQuotesNoValue() {
		this.ownServer = startQuotingRows();
		String email = newEmail();
		post("/users", "email", email, "password", PASSWORD);
		Throwable failure = catchThrowable(() -> server().bean(UserRepository.class)
			.insert(UNKNOWN_ID, Instant.EPOCH, email, "a secret hash", "ABCDEFGH")
			.block());
		StringWriter log = new StringWriter();
		failure.printStackTrace(new PrintWriter(log));
		assertThat(failure).isInstanceOf(DuplicateKeyException.class);
		assertThat(log.toString()).contains("23505")
			.doesNotContain(email)
			.doesNotContain("a secret hash")
			.doesNotContain("ABCDEFGH");
	}

	@Test
	void aFailureThatMeetsACancellationIsDroppedWithoutTheRow(CapturedOutput output) throws Exception {
		this.ownServer = startQuotingRows();
		Insertions insertions = server().bean(Insertions.class);
		String email = newEmail();
		post("/users", "email", email, "password", PASSWORD);
		BaseSubscriber<Integer> caller = new BaseSubscriber<>() {
		};
		CountDownLatch end = new CountDownLatch(1);
		insertions.change = (insertion) -> insertion.doOnError((ex) -> caller.cancel())
			.doAfterTerminate(end::countDown);
		server().bean(UserRepository.class)
			.insert(UNKNOWN_ID, Instant.EPOCH, email, "a secret hash", "ABCDEFGH")
			.subscribe(caller);
		assertThat(end.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output).contains("onErrorDropped").contains("23505").doesNotContain(email);
	}

	@Test
	void whatIsDroppedInTheCourseOfARequestIsLoggedWithoutItsMessage(CapturedOutput output) {
		this.ownServer = FaroeServer.start(database().create(), new Class<?>[] { Host.class },
				"spring.data.r2dbc.repositories.enabled=false");
		server().bean(Insertions.class).change = (insertion) -> Mono.deferContextual((context) -> {
			Operators.onErrorDropped(
					new R2dbcDataIntegrityViolationException("Key (email)=(ann@example.com) already exists", "23505"),
					Context.of(context));
			return insertion;
		});
		assertThat(post("/users", "email", "ann@example.com", "password", PASSWORD).status()).isEqualTo(200);
		assertThat(output).contains("Nobody waited for this failure any more: ")
			.contains("[SQL state 23505]")
			.doesNotContain("ann@example.com");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		static Insertions insertions() {
			return new Insertions();
		}

	}

	/**
	 * Changes what becomes of the insertion of a user.
	 */
	static final class Insertions implements BeanPostProcessor {

		private Function<Mono<Integer>, Mono<Integer>> change = Function.identity();

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (!(bean instanceof UserRepository)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				Object result = invocation.proceed();
				return invocation.getMethod().getName().equals("insert")
						? this.change.apply(((Mono<?>) result).cast(Integer.class)) : result;
			});
			return factory.getProxy();
		}

	}

}
