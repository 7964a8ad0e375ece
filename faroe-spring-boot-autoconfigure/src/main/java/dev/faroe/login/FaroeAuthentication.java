package dev.faroe.login;

import java.io.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.util.Assert;

/**
 * A log-in of one of Faroe's users: who it is, and what was proved when.
 * <p>
 * It is {@linkplain #isAuthenticated() authenticated} only if everything has been proved
 * that the user has: a password, a code from an email, or what unlocks a device with a
 * passkey, and one of the second factors if there are any. Until then it has no authority
 * but those of its factors, so that nothing that asks for an authenticated user takes
 * half a log-in for a whole one.
 * <p>
 * Factors count in an instance of this class alone. An authority with the name of one
 * says nothing in any other authentication.
 */
public final class FaroeAuthentication extends AbstractAuthenticationToken {

	@Serial
	private static final long serialVersionUID = 1L;

	private final FaroeUserDetails principal;

	private FaroeAuthentication(FaroeUserDetails principal, Collection<FactorGrantedAuthority> factors,
			@Nullable Object details) {
		super(authorities(principal, factors));
		this.principal = principal;
		setDetails(details);
		super.setAuthenticated(missing(principal, factors) == null);
	}

	/**
	 * Create a log-in.
	 * @param principal the user
	 * @param factors what has been proved; of two with one name, the later in the list
	 * @return the log-in
	 */
	public static FaroeAuthentication of(FaroeUserDetails principal, FactorGrantedAuthority... factors) {
		return new FaroeAuthentication(principal, List.of(factors), null);
	}

	private static List<GrantedAuthority> authorities(FaroeUserDetails principal,
			Collection<FactorGrantedAuthority> factors) {
		Map<String, GrantedAuthority> byName = new LinkedHashMap<>();
		factors.forEach((factor) -> byName.put(factor.getAuthority(), factor));
		List<GrantedAuthority> authorities = new ArrayList<>(byName.values());
		if (missing(principal, factors) == null) {
			authorities.addAll(principal.getAuthorities());
		}
		return authorities;
	}

	/**
	 * Return the factor that has to be proved next.
	 */
	private static @Nullable String missing(FaroeUserDetails principal, Collection<FactorGrantedAuthority> factors) {
		List<String> proved = factors.stream().map(FactorGrantedAuthority::getAuthority).toList();
		if (proved.stream().noneMatch(Factor.FIRST::contains)) {
			return Factor.PASSWORD;
		}
		List<String> second = principal.getSecondFactors().stream().map(Factor::ofType).toList();
		return (second.isEmpty() || second.stream().anyMatch(proved::contains)) ? null : second.get(0);
	}

	/**
	 * Return what has to be proved before the log-in is complete.
	 * @return the name of a factor, such as {@link Factor#TOTP}, or {@code null}
	 */
	public @Nullable String missingFactor() {
		return missing(this.principal, factors());
	}

	/**
	 * Return what has been proved.
	 * @return the factors with the times
	 */
	public List<FactorGrantedAuthority> factors() {
		return getAuthorities().stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.map(FactorGrantedAuthority.class::cast)
			.toList();
	}

	/**
	 * Return when the user proved most that a new proof would be asked for: a second
	 * factor of a user who has one or has just used the recovery code, otherwise what the
	 * log-in began with.
	 * @return the time of the latest such proof, or {@code null} if the log-in is not
	 * complete
	 */
	public @Nullable Instant provedAt() {
		if (!isAuthenticated()) {
			return null;
		}
		boolean first = this.principal.getSecondFactors().isEmpty();
		return factors().stream()
			.filter((factor) -> first || !Factor.FIRST.contains(factor.getAuthority()))
			.map(FactorGrantedAuthority::getIssuedAt)
			.max(Instant::compareTo)
			.orElse(null);
	}

	/**
	 * Return since when everything has been proved that a log-in with two factors takes:
	 * what it began with, and a second factor that the user has now.
	 * @return the time of the older of the two latest proofs, or {@code null} if the
	 * log-in is not complete or the user has no second factor
	 */
	public @Nullable Instant bothProvedAt() {
		List<String> second = this.principal.getSecondFactors().stream().map(Factor::ofType).toList();
		Instant first = latest(Factor.FIRST);
		Instant other = latest(second);
		if (!isAuthenticated() || first == null || other == null) {
			return null;
		}
		return first.isBefore(other) ? first : other;
	}

	private @Nullable Instant latest(Collection<String> authorities) {
		return factors().stream()
			.filter((factor) -> authorities.contains(factor.getAuthority()))
			.map(FactorGrantedAuthority::getIssuedAt)
			.max(Instant::compareTo)
			.orElse(null);
	}

	/**
	 * Return the log-in with one more proof.
	 * @param factor what was proved, in the place of an earlier proof of the same
	 * @return the log-in
	 */
	public FaroeAuthentication with(FactorGrantedAuthority factor) {
		List<FactorGrantedAuthority> factors = new ArrayList<>(factors());
		factors.removeIf((earlier) -> earlier.getAuthority().equals(factor.getAuthority()));
		factors.add(factor);
		return new FaroeAuthentication(this.principal, factors, getDetails());
	}

	/**
	 * Return the log-in of the same user with what the user has now.
	 * @param principal the user
	 * @return the log-in, which may have become incomplete
	 */
	public FaroeAuthentication with(FaroeUserDetails principal) {
		Assert.isTrue(principal.equals(this.principal), "the principal must be the same user");
		return new FaroeAuthentication(principal, factors(), getDetails());
	}

	@Override
	public FaroeUserDetails getPrincipal() {
		return this.principal;
	}

	/**
	 * Return nothing.
	 * @return {@code null}
	 */
	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	/**
	 * Make nothing of the log-in but an incomplete one.
	 */
	@Override
	public void setAuthenticated(boolean authenticated) {
		Assert.isTrue(!authenticated || isAuthenticated(), "A log-in is complete once its factors are proved");
		super.setAuthenticated(authenticated);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof FaroeAuthentication that
				&& that.principal.getSessionsSince().equals(this.principal.getSessionsSince());
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.principal.getSessionsSince());
	}

}
