package dev.faroe.flow;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.password.PasswordService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Password reset, change of address and log-in by emailed code, as an application calls
 * them.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class FlowTests extends FlowTestCase {

	@Test
	void resetSetsAPasswordAndEndsSessions() {
		User user = signUp(this.email);
		String ticket = get(resets().begin(this.email, null, Locale.ENGLISH));
		CodeMessage message = sent().next(this.email);
		assertThat(message.purpose()).isEqualTo(CodePurpose.PASSWORD_RESET);
		assertThat(error(resets().reset(ticket, "another long password", null))).isEqualTo(FaroeError.INVALID_REQUEST);
		resets().verify(ticket, Objects.requireNonNull(message.code()).value(), null).block();
		assertThat(error(resets().reset(ticket, "password123", null))).isEqualTo(FaroeError.WEAK_PASSWORD);
		User changed = get(resets().reset(ticket, "another long password", null));
		assertThat(changed.sessionsSince()).isAfter(user.sessionsSince());
		assertThat(error(resets().reset(ticket, "another long password", null))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get(users().authenticate(this.email, "another long password", null)).id()).isEqualTo(user.id());
	}

	@Test
	void resetAndCodeOfNobodyAreAnsweredLikeThoseOfSomebody() {
		String known = newAddress();
		signUp(known);
		server().clock().advance(Duration.ofMinutes(16));
		String[] tickets = { get(resets().begin(this.email, null, Locale.ENGLISH)),
				get(resets().begin(known, null, Locale.ENGLISH)) };
		sent().next(known);
		for (String ticket : tickets) {
			for (int attempt = 0; attempt < 5; attempt++) {
				assertThat(error(resets().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INCORRECT_CODE);
			}
			assertThat(error(resets().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INVALID_REQUEST);
		}
		tickets = new String[] { get(logIns().begin(this.email, null, Locale.ENGLISH)),
				get(logIns().begin(known, null, Locale.ENGLISH)) };
		sent().next(known);
		for (String ticket : tickets) {
			for (int attempt = 0; attempt < 5; attempt++) {
				assertThat(error(logIns().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INCORRECT_CODE);
			}
			assertThat(error(logIns().verify(ticket, WRONG, null))).isEqualTo(FaroeError.INVALID_REQUEST);
		}
	}

	@Test
	void mailsToOneAddressAreLimitedWhetherThereIsAnAccountOrNot() {
		String known = newAddress();
		signUp(known);
		server().clock().advance(Duration.ofMinutes(16));
		for (String address : new String[] { this.email, known }) {
			for (int mail = 0; mail < 3; mail++) {
				get(logIns().begin(address, null, Locale.ENGLISH));
			}
			assertThat(error(logIns().begin(address, null, Locale.ENGLISH))).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
			assertThat(error(resets().begin(address, null, Locale.ENGLISH))).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		}
	}

	@Test
	void resetOfAnAddressThatNobodyHadVerifiedRemovesTheSecondFactors() {
		User squatter = get(users().create(this.email, PASSWORD, null));
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(squatter.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		String ticket = get(resets().begin(this.email, null, Locale.ENGLISH));
		resets().verify(ticket, sent().code(this.email), null).block();
		User owner = get(resets().reset(ticket, "another long password", null));
		assertThat(owner.hasSecondFactor()).isFalse();
		assertThat(owner.emailVerified()).isTrue();
	}

	@Test
	void resetOfAVerifiedAddressKeepsTheSecondFactors() {
		User user = signUp(this.email);
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		String ticket = get(resets().begin(this.email, null, Locale.ENGLISH));
		resets().verify(ticket, sent().code(this.email), null).block();
		assertThat(get(resets().reset(ticket, "another long password", null)).hasSecondFactor()).isTrue();
	}

	@Test
	void addressIsChangedWithTheCodeThatWentToTheNewOne() {
		User user = signUp(this.email);
		String newAddress = newAddress();
		String ticket = get(updates().begin(user.id(), newAddress, null, Locale.ENGLISH));
		String code = sent().code(newAddress);
		User another = signUp(newAddress());
		assertThat(error(updates().verify(another.id(), ticket, code))).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(updates().verify(user.id(), ticket, code)).email()).isEqualTo(newAddress);
	}

	@Test
	void usedAddressIsNotChangedTo() {
		User user = signUp(this.email);
		String used = newAddress();
		signUp(used);
		String ticket = get(updates().begin(user.id(), used, null, Locale.ENGLISH));
		assertThat(sent().next(used).purpose()).isEqualTo(CodePurpose.ADDRESS_IN_USE);
		assertThat(error(updates().verify(user.id(), ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void emailedCodeLogsInOnce() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		long logIns = Objects.requireNonNull(Flux.range(0, 8)
			.flatMap((index) -> logIns().verify(ticket, code, null)
				.filter((loggedIn) -> loggedIn.id().equals(user.id()))
				.onErrorResume(FaroeException.class, (ex) -> Mono.empty())
				.subscribeOn(Schedulers.boundedElastic()), 8)
			.count()
			.block());
		assertThat(logIns).isEqualTo(1);
		assertThat(error(logIns().verify(ticket, code, null))).isIn(FaroeError.INCORRECT_CODE,
				FaroeError.INVALID_REQUEST);
	}

	@Test
	void emailedCodeExpires() {
		signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void emailedCodeIsVoidAfterAChangeOfThePassword() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().bean(PasswordService.class).update(user.id(), PASSWORD, "another long password", null).block();
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void disabledAndUnverifiedUsersGetNoCode() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().bean(AccountStateService.class).disable(user.id(), null).block();
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
		server().clock().advance(Duration.ofMinutes(16));
		get(logIns().begin(this.email, null, Locale.ENGLISH));
		get(resets().begin(this.email, null, Locale.ENGLISH));
		String unverified = newAddress();
		get(users().create(unverified, PASSWORD, null));
		get(logIns().begin(unverified, null, Locale.ENGLISH));
		String last = newAddress();
		get(signUps().begin(last, PASSWORD, null, Locale.ENGLISH));
		assertThat(sent().any().email()).isEqualTo(last);
	}

	@Test
	void emailedCodeIsVoidAfterTheEndOfAllSessions() {
		User user = signUp(this.email);
		String ticket = get(logIns().begin(this.email, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		server().bean(AccountStateService.class).endSessions(user.id()).block();
		assertThat(error(logIns().verify(ticket, code, null))).isEqualTo(FaroeError.INCORRECT_CODE);
	}

}
