package dev.faroe.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
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

	private static User user(String email) {
		return new User("id", Instant.EPOCH, email, true, Secret.of("code"), Set.of());
	}

	private MailNotice notice() {
		return new MailNotice(MailKind.PASSWORD_CHANGED, "id", null, this.users, this.sent::add);
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
		MailNotice notice = new MailNotice(MailKind.PASSWORD_CHANGED, "id", null, this.users, (email) -> {
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
		notice().attempt();
		assertThat(this.sent).isEmpty();
	}

}
