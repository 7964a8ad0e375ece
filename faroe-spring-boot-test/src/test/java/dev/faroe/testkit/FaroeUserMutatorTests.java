package dev.faroe.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.Factor;
import dev.faroe.testkit.host.WithShop;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.test.web.reactive.server.WebTestClient;

import static dev.faroe.testkit.FaroeUserMutator.faroeUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Users of requests are let in and kept out as in production.
 */
@WithShop
@AutoConfigureFaroe
class FaroeUserMutatorTests {

	private static final String ID = "abcdefghijklmnopqrstuvwx";

	private static final AtomicInteger USERS = new AtomicInteger();

	@Autowired
	WebTestClient client;

	@Autowired
	TestClock clock;

	@Autowired
	UserService users;

	@Autowired
	TotpService totp;

	@Autowired
	AccountStateService states;

	@Test
	void nobodyIsLoggedInWithoutIt() {
		this.client.get().uri("/account").exchange().expectStatus().isSeeOther();
	}

	@Test
	void userNeedNotBeInTheDatabase() {
		isAllowed(faroeUser().withId(ID), "/account");
		isAllowed(faroeUser().withId(ID), "/authenticated");
		isAllowed(faroeUser().withId(ID), "/payment");
		isAllowed(faroeUser().withId(ID), "/orders");
	}

	@Test
	void namesTheUser() {
		this.client.mutateWith(faroeUser().withId(ID).withEmail("Ann@Example.com"))
			.get()
			.uri("/account")
			.exchange()
			.expectBody(String.class)
			.isEqualTo(ID);
	}

	@Test
	void sessionHasTheLogIn() {
		this.client.mutateWith(faroeUser().withId(ID))
			.get()
			.uri("/session")
			.exchange()
			.expectBody(String.class)
			.isEqualTo(ID);
	}

	@Test
	void everythingIsProvedUnlessToldOtherwise() {
		isAllowed(faroeUser().withSecondFactors("totp"), "/account");
		isAllowed(faroeUser().withSecondFactors("totp").withFactors(Factor.PASSWORD, Factor.TOTP), "/account");
		isAllowed(faroeUser().withFactors(Factor.EMAILED_CODE), "/account");
	}

	@Test
	void halfALogInLeadsToTheRest() {
		FaroeUserMutator half = faroeUser().withSecondFactors("totp").withFactors(Factor.PASSWORD);
		isLedTo("/log-in/second-factor", half, "/account");
		isLedTo("/log-in/second-factor", half, "/authenticated");
		isLedTo("/log-in/second-factor", half, "/payment");
		isLedTo("/log-in/second-factor", half, "/orders");
		isLedTo("/log-in/second-factor", faroeUser().withFactors(Factor.TOTP), "/account");
	}

	@Test
	void nothingProvedIsNoLogIn() {
		isDenied(faroeUser().withoutFactors(), "/account");
		isDenied(faroeUser().withoutFactors(), "/authenticated");
	}

	@Test
	void oldProofLeadsToAnother() {
		FaroeUserMutator user = faroeUser().provedAt(this.clock.instant().minus(Duration.ofMinutes(10)));
		isAllowed(user, "/account");
		isLedTo("/log-in/step-up", user, "/payment");
	}

	@Test
	void factorsHaveTimesOfTheirOwn() {
		Instant longAgo = this.clock.instant().minus(Duration.ofDays(1));
		FaroeUserMutator user = faroeUser().withSecondFactors("totp").provedAt(this.clock.instant());
		isAllowed(user.withFactors(factor(Factor.PASSWORD, longAgo), factor(Factor.TOTP, this.clock.instant())),
				"/payment");
		isDenied(user.withFactors(factor(Factor.PASSWORD, this.clock.instant()), factor(Factor.TOTP, longAgo)),
				"/payment");
	}

	private static FactorGrantedAuthority factor(String name, Instant at) {
		return FactorGrantedAuthority.withAuthority(name).issuedAt(at).build();
	}

	@Test
	void nothingIsRememberedFromOneUserToAnotherWithTheSameId() {
		FaroeUserMutator user = faroeUser().withId(ID);
		isAllowed(user.withSecondFactors("totp"), "/account");
		isAllowed(user.withFactors(Factor.PASSWORD), "/account");
		isDenied(user.withSecondFactors("totp").withFactors(Factor.PASSWORD), "/account");
	}

	@Test
	void whatATestSaysCountsMoreThanTheDatabase() {
		User stored = storedUser();
		this.states.disable(stored.id(), null).block();
		isAllowed(faroeUser().withId(stored.id()), "/account");
	}

	@Test
	void theServiceKnowsEveryOtherUserFromTheDatabase() {
		User stored = storedUser();
		StepVerifier.create(this.states.get(stored.id()))
			.assertNext((state) -> assertThat(state.userId()).isEqualTo(stored.id()))
			.verifyComplete();
		StepVerifier.create(this.states.get(ID)).verifyError();
	}

	@Test
	void userOfTheDatabaseIsLetIn() {
		isAllowed(faroeUser(storedUser()), "/account");
		isAllowed(faroeUser(storedUser()), "/authenticated");
		isAllowed(faroeUser(storedUser()), "/payment");
		isAllowed(faroeUser(storedUser()), "/orders");
	}

	@Test
	void theDatabaseSaysWhatItsUserHas() {
		User user = storedUser();
		TotpKey key = new TotpKey(new byte[TotpKey.LENGTH]);
		this.totp.register(user.id(), key, TotpGenerator.ofBase64(key.toBase64(), this.clock).code()).block();
		isLedTo("/log-in", faroeUser(user), "/account");
		isLedTo("/log-in", faroeUser(user), "/authenticated");
		User current = this.users.get(user.id()).block();
		assertThat(current).isNotNull();
		isAllowed(faroeUser(current), "/account");
		isLedTo("/log-in/second-factor", faroeUser(current).withFactors(Factor.PASSWORD), "/account");
		assertThatIllegalStateException().isThrownBy(() -> faroeUser(current).withSecondFactors());
		assertThatIllegalStateException().isThrownBy(() -> faroeUser(current).withId(ID));
		assertThatIllegalStateException().isThrownBy(() -> faroeUser(current).withEmail("bob@example.com"));
	}

	@Test
	void endedSessionOfAUserOfTheDatabaseIsOver() {
		User user = storedUser();
		this.states.endSessions(user.id()).block();
		isLedTo("/log-in", faroeUser(user), "/account");
		isLedTo("/log-in", faroeUser(user), "/authenticated");
	}

	@Test
	void disabledUserOfTheDatabaseIsKeptOut() {
		User user = storedUser();
		this.states.disable(user.id(), null).block();
		User current = this.users.get(user.id()).block();
		assertThat(current).isNotNull();
		isLedTo("/log-in", faroeUser(current), "/account");
		isLedTo("/log-in", faroeUser(current), "/authenticated");
	}

	@Test
	void unknownUserOfTheDatabaseIsKeptOut() {
		User user = storedUser();
		this.users.delete(user.id()).block();
		isLedTo("/log-in", faroeUser(user), "/account");
		isLedTo("/log-in", faroeUser(user), "/authenticated");
	}

	@Test
	void theLastUserOfAClientCounts() {
		this.client.mutateWith(faroeUser())
			.mutateWith(faroeUser().withId(ID))
			.get()
			.uri("/account")
			.exchange()
			.expectBody(String.class)
			.isEqualTo(ID);
	}

	@Test
	void otherClientsStayWithoutAUser() {
		isAllowed(faroeUser(), "/account");
		nobodyIsLoggedInWithoutIt();
	}

	@Test
	void clientOfARunningServerCannotHaveAUser() {
		assertThatIllegalStateException().isThrownBy(() -> WebTestClient.bindToServer().build().mutateWith(faroeUser()))
			.withMessageContaining("must be bound to the application");
	}

	private User storedUser() {
		User user = this.users
			.create("stored%d@example.com".formatted(USERS.incrementAndGet()), "violet-harbour-sings-42", null)
			.block();
		assertThat(user).isNotNull();
		return user;
	}

	private void isAllowed(FaroeUserMutator user, String page) {
		this.client.mutateWith(user).get().uri(page).exchange().expectStatus().isOk();
	}

	private void isDenied(FaroeUserMutator user, String page) {
		this.client.mutateWith(user).get().uri(page).exchange().expectStatus().isSeeOther();
	}

	private void isLedTo(String step, FaroeUserMutator user, String page) {
		this.client.mutateWith(user)
			.get()
			.uri(page)
			.exchange()
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals(HttpHeaders.LOCATION, step);
	}

}
