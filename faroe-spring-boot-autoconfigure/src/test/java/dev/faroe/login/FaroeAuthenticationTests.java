package dev.faroe.login;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.Set;

import dev.faroe.security.Secret;
import dev.faroe.user.User;
import org.junit.jupiter.api.Test;

import org.springframework.security.core.authority.FactorGrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What makes a log-in complete.
 */
class FaroeAuthenticationTests {

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	private static FaroeUserDetails user(String... secondFactors) {
		return new FaroeUserDetails(new User("aaaaaaaaaaaaaaaaaaaaaaaa", Instant.EPOCH, "ann@example.com", true,
				Secret.of("RECOVERY"), Set.of(secondFactors)));
	}

	private static FactorGrantedAuthority proved(String factor, int minutes) {
		return FactorGrantedAuthority.withAuthority(factor).issuedAt(NOON.plusSeconds(minutes * 60L)).build();
	}

	@Test
	void isCompleteWithThePasswordOfAUserWithoutASecondFactor() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user(), proved(Factor.PASSWORD, 0));
		assertThat(logIn.isAuthenticated()).isTrue();
		assertThat(logIn.missingFactor()).isNull();
		assertThat(logIn.getAuthorities()).extracting("authority").containsExactly("FACTOR_PASSWORD", "ROLE_USER");
		assertThat(logIn.getName()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaa");
	}

	@Test
	void isNobodysWithoutAFactorToBeginWith() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user("totp"), proved(Factor.TOTP, 0),
				proved(Factor.RECOVERY_CODE, 0));
		assertThat(logIn.isAuthenticated()).isFalse();
		assertThat(logIn.missingFactor()).isEqualTo(Factor.PASSWORD);
		assertThat(FaroeAuthentication.of(user()).isAuthenticated()).isFalse();
	}

	@Test
	void hasNoAuthorityOfTheUserUntilTheSecondFactorIsProved() {
		FaroeAuthentication half = FaroeAuthentication.of(user("totp"), proved(Factor.PASSWORD, 0));
		assertThat(half.isAuthenticated()).isFalse();
		assertThat(half.missingFactor()).isEqualTo(Factor.TOTP);
		assertThat(half.getAuthorities()).extracting("authority").containsExactly("FACTOR_PASSWORD");
		FaroeAuthentication whole = half.with(proved(Factor.TOTP, 1));
		assertThat(whole.isAuthenticated()).isTrue();
		assertThat(whole.getAuthorities()).extracting("authority")
			.containsExactly("FACTOR_PASSWORD", "FACTOR_TOTP", "ROLE_USER");
	}

	@Test
	void isCompleteWithAnyOfSeveralKindsOfSecondFactors() {
		FaroeAuthentication half = FaroeAuthentication.of(user("totp", "smart-card"), proved(Factor.EMAILED_CODE, 0));
		assertThat(half.missingFactor()).isEqualTo("FACTOR_SMART_CARD");
		assertThat(half.with(proved(Factor.ofType("smart-card"), 0)).isAuthenticated()).isTrue();
		assertThat(half.with(proved(Factor.TOTP, 0)).isAuthenticated()).isTrue();
		assertThat(half.with(proved("FACTOR_OTHER", 0)).isAuthenticated()).isFalse();
		assertThat(half.with(proved(Factor.PASSWORD, 0)).isAuthenticated()).isFalse();
	}

	@Test
	void isNotCompleteAnyMoreOnceTheUserHasAFactorThatWasNotProved() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user(), proved(Factor.PASSWORD, 0));
		assertThat(logIn.with(user("totp")).isAuthenticated()).isFalse();
		assertThat(logIn.with(user("totp")).with(user()).isAuthenticated()).isTrue();
	}

	@Test
	void knowsWhenTheSecondFactorWasProvedLast() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user("totp"), proved(Factor.PASSWORD, 9));
		assertThat(logIn.provedAt()).isNull();
		assertThat(logIn.with(proved(Factor.TOTP, 1)).provedAt()).isEqualTo(NOON.plusSeconds(60));
		assertThat(logIn.with(proved(Factor.TOTP, 1)).with(proved(Factor.TOTP, 2)).provedAt())
			.isEqualTo(NOON.plusSeconds(120));
		assertThat(logIn.with(proved(Factor.TOTP, 1)).with(proved(Factor.TOTP, 2)).factors()).hasSize(2);
	}

	@Test
	void knowsWhenAUserWithoutASecondFactorProvedAnythingLast() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user(), proved(Factor.EMAILED_CODE, 1));
		assertThat(logIn.with(proved(Factor.PASSWORD, 3)).provedAt()).isEqualTo(NOON.plusSeconds(180));
	}

	@Test
	void cannotBeCompletedByHand() {
		FaroeAuthentication half = FaroeAuthentication.of(user("totp"), proved(Factor.PASSWORD, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> half.setAuthenticated(true));
		half.setAuthenticated(false);
		assertThat(half.isAuthenticated()).isFalse();
	}

	@Test
	void isOfOneUser() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user(), proved(Factor.PASSWORD, 0));
		FaroeUserDetails another = new FaroeUserDetails(new User("bbbbbbbbbbbbbbbbbbbbbbbb", Instant.EPOCH,
				"bob@example.com", true, Secret.of("RECOVERY"), Set.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> logIn.with(another));
	}

	@Test
	void differsWhenTheSessionsOfTheUserHaveEnded() {
		FaroeAuthentication logIn = FaroeAuthentication.of(user(), proved(Factor.PASSWORD, 0));
		assertThat(logIn).isEqualTo(FaroeAuthentication.of(user(), proved(Factor.PASSWORD, 0)));
		assertThat(logIn).isNotEqualTo(logIn.with(user().withState(Set.of(), NOON)));
	}

	@Test
	void survivesAStoreOfSessions() throws Exception {
		FaroeAuthentication logIn = FaroeAuthentication.of(user("totp"), proved(Factor.PASSWORD, 0),
				proved(Factor.TOTP, 1));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(logIn);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			FaroeAuthentication restored = (FaroeAuthentication) input.readObject();
			assertThat(restored).isEqualTo(logIn);
			assertThat(restored.isAuthenticated()).isTrue();
			assertThat(restored.getPrincipal().getEmail()).isEqualTo("ann@example.com");
		}
	}

	@Test
	void textHasNoAddress() {
		assertThat(FaroeAuthentication.of(user(), proved(Factor.PASSWORD, 0))).asString()
			.doesNotContain("ann@example.com");
	}

}
