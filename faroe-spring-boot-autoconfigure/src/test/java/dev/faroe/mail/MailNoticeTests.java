package dev.faroe.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limit;
import dev.faroe.ratelimit.Limits;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.Secret;
import dev.faroe.test.MutableClock;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * {@link MailNotice}: whom it goes to, and what becomes of it when that cannot be found
 * out.
 */
class MailNoticeTests {

	private final UserService users = mock(UserService.class);

	private final List<String> sent = new ArrayList<>();

	private final RateLimit emailRequest = RateLimit.bucket("email-request", 1, Duration.ofMinutes(1));

	private final MutableClock clock = new MutableClock();

	private final Limit limit = new Limits(RateLimiter.inMemory(this.clock, 10),
			new RateLimits(this.emailRequest, this.emailRequest, this.emailRequest, this.emailRequest,
					this.emailRequest, this.emailRequest, this.emailRequest, this.emailRequest),
			FaroeEvents.none(), List.of())
		.notice();

	private static User user(String email) {
		return user(email, true);
	}

	private static User user(String email, boolean verified) {
		return new User("id", Instant.EPOCH, email, verified, Secret.of("code"), Set.of());
	}

	private MailNotice notice() {
		return new MailNotice(MailKind.PASSWORD_CHANGED, "id", null, this.users, this.limit, this.sent::add);
	}

	@Test
	void isForAUser() {
		assertThat(notice().purpose()).isEqualTo("PASSWORD_CHANGED");
		assertThat(notice().userId()).isEqualTo("id");
		assertThat(notice().expiresAt()).isNull();
	}

	/**
	 * Whoever has taken over an account changes the address next.
	 */
	@Test
	void goesToTheAddressOfTheFirstAttempt() throws Exception {
		when(this.users.get("id")).thenReturn(Mono.just(user("old@example.com")))
			.thenReturn(Mono.just(user("new@example.com")));
		AtomicInteger attempts = new AtomicInteger();
		MailNotice notice = new MailNotice(MailKind.PASSWORD_CHANGED, "id", null, this.users, this.limit, (email) -> {
			if (attempts.incrementAndGet() == 1) {
				throw new MessagingException("Not yet");
			}
			this.sent.add(email);
		});
		assertThatExceptionOfType(MessagingException.class).isThrownBy(notice::attempt);
		notice.attempt();
		assertThat(this.sent).containsExactly("old@example.com");
	}

	@Test
	void failsWhileTheDatabaseIsAway() throws Exception {
		when(this.users.get("id")).thenReturn(Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE)))
			.thenReturn(Mono.just(user("ann@example.com")));
		MailNotice notice = notice();
		assertThatExceptionOfType(FaroeException.class).isThrownBy(notice::attempt);
		notice.attempt();
		assertThat(this.sent).containsExactly("ann@example.com");
	}

	@Test
	void goesNowhereWhenTheUserIsGone() throws Exception {
		when(this.users.get("id")).thenReturn(Mono.error(new FaroeException(FaroeError.NOT_FOUND)));
		assertThat(notice().attempt()).isFalse();
		assertThat(this.sent).isEmpty();
	}

	/**
	 * The address may be that of somebody else, who never heard of the application.
	 */
	@Test
	void goesNowhereUntilTheUserHasVerifiedTheAddress() throws Exception {
		when(this.users.get("id")).thenReturn(Mono.just(user("ann@example.com", false)));
		assertThat(notice().attempt()).isFalse();
		assertThat(this.sent).isEmpty();
	}

	@Test
	void goesNowhereAfterTooManyOfTheUser() throws Exception {
		when(this.users.get("id")).thenReturn(Mono.just(user("ann@example.com")));
		for (int i = 0; i < 5; i++) {
			assertThat(notice().attempt()).isTrue();
		}
		assertThat(notice().attempt()).isFalse();
		assertThat(noticeOfAChangedAddress().attempt()).isFalse();
		assertThat(this.sent).hasSize(5);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(noticeOfAChangedAddress().attempt()).isTrue();
		assertThat(this.sent).hasSize(6).endsWith("former@example.com");
	}

	private MailNotice noticeOfAChangedAddress() {
		return new MailNotice(MailKind.EMAIL_CHANGED, "id", "former@example.com", this.users, this.limit,
				this.sent::add);
	}

	@Test
	void countsOnceHoweverOftenItIsTried() throws Exception {
		when(this.users.get("id")).thenReturn(Mono.just(user("ann@example.com")));
		MailNotice notice = new MailNotice(MailKind.PASSWORD_CHANGED, "id", null, this.users, this.limit, (email) -> {
			throw new MessagingException("Not yet");
		});
		for (int i = 0; i < 6; i++) {
			assertThatExceptionOfType(MessagingException.class).isThrownBy(notice::attempt);
		}
		for (int i = 0; i < 4; i++) {
			assertThat(notice().attempt()).isTrue();
		}
		assertThat(notice().attempt()).isFalse();
	}

}
