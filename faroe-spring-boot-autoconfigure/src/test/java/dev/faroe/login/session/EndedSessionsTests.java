package dev.faroe.login.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.session.MapSession;
import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.session.ReactiveMapSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The deletion of sessions from a store that hangs or fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndedSessionsTests {

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final List<String> asked = new ArrayList<>();

	private EndedSessions sessions(ReactiveFindByIndexNameSessionRepository<MapSession> index) {
		return new EndedSessions(index, new ReactiveMapSessionRepository(new ConcurrentHashMap<>()),
				FaroeServer.shared(TestDatabase.H2).bean(AccountStateService.class),
				new SessionDeletionProperties(true, Duration.ofSeconds(10), 2, 5), this.scheduler);
	}

	@Test
	void areLookedForOfAFewUsersAtOnceAndLeftAloneBeyondTheBound(CapturedOutput output) {
		EndedSessions ended = sessions((name, value) -> {
			this.asked.add(value);
			return Mono.never();
		});
		for (int user = 0; user < 20; user++) {
			ended.delete("user" + user);
		}
		this.scheduler.advanceTime();
		assertThat(this.asked).containsExactly("user0", "user1");
		assertThat(output).containsOnlyOnce("because those of 5 users wait");
		this.scheduler.advanceTimeBy(Duration.ofSeconds(60));
		assertThat(this.asked).containsExactly("user0", "user1", "user2", "user3", "user4");
		ended.delete("later");
		this.scheduler.advanceTime();
		assertThat(this.asked).endsWith("later");
	}

	@Test
	void goOnAfterAFailureWithoutTellingWhatItSays(CapturedOutput output) {
		EndedSessions ended = sessions((name, value) -> {
			this.asked.add(value);
			return Mono.error(new IllegalStateException("the secret id of a session"));
		});
		for (int user = 0; user < 20; user++) {
			ended.delete("user" + user);
			this.scheduler.advanceTime();
		}
		assertThat(this.asked).hasSize(20);
		assertThat(output).contains("IllegalStateException").doesNotContain("the secret id");
	}

	@Test
	void areNobodysWhoHasNone() {
		EndedSessions ended = sessions((name, value) -> {
			this.asked.add(name + value);
			return Mono.just(Map.of());
		});
		ended.delete("user");
		this.scheduler.advanceTime();
		assertThat(this.asked).containsExactly("PRINCIPAL_NAME_INDEX_NAMEuser");
	}

}
