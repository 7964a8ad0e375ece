package dev.faroe.user;

import dev.faroe.account.Accounts;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.PasswordService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.publisher.PublisherProbe;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * The event of a deletion, of which the answer has to wait.
 */
class DeletionToldOfTests {

	private static final String ID = "aaaaaaaaaaaaaaaaaaaaaaaa";

	private final UserRepository users = mock(UserRepository.class);

	private final Accounts accounts = mock(Accounts.class);

	private final FaroeEvents events = mock(FaroeEvents.class);

	private final UserService service = new UserService(this.users, this.accounts, mock(NewUsers.class),
			mock(UserImporter.class), mock(PasswordService.class), mock(RecoveryCodes.class), 10, this.events);

	@Test
	void isPublishedEvenIfNobodyWaitsForTheAnswer() {
		PublisherProbe<Void> published = PublisherProbe.empty();
		when(this.users.deleteById(ID)).thenReturn(Mono.just(1));
		when(this.accounts.reportEndOfSessions(ID)).thenReturn(Mono.never());
		when(this.events.publishAfterCommit(any())).thenReturn(published.mono());
		this.service.delete(ID).subscribe().dispose();
		published.assertWasSubscribed();
	}

}
